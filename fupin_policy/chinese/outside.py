"""What Python says itself: of files, and of the arguments of a command."""

SAID = {
    "No such file or directory": "没有该文件或文件夹",
    "Permission denied": "没有权限",
    "Is a directory": "是文件夹",
    "Not a directory": "不是文件夹",
    "the following arguments are required: {names}": "缺少参数：{names:list}",
    "one of the arguments {names} is required": "应给出{names}之一",
    "unrecognized arguments: {names}": "没有这些参数：{names}",
    "ambiguous option: {option} could match {names}": "选项{option}不明确，可能是{names:list}",
    "argument {option}: {what}": "{option}：{what:zh?}",
    "expected one argument": "应有一个值",
    "expected at most one argument": "应至多有一个值",
    "expected at least one argument": "应至少有一个值",
    "expected {number} arguments": "应有{number}个值",
    "ignored explicit argument {value}": "不接受值{value}",
    "not allowed with argument {other}": "不能与{other}同用",
    "invalid choice: {value} (choose from {names})": "没有{value}；应为{names:list}之一",
    "invalid int value: {value}": "{value}不是整数",
    "invalid {kind} value: {value}": "{value}不可用",
}
