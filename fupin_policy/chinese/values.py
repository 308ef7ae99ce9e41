"""Numbers, quantities and days."""

SAID = {
    # --- days ----------------------------------------------------------------------------------
    "'{text}' is no day of the calendar": "日历上没有“{text}”这一天",
    "a day such as 2018-12-31": "2018-12-31一类的日期",
    "'{text}' is no day": "“{text}”不是日期",
    "{value} is no day": "{value}不是日期",
    "YYYY-MM-DD such as 2018-12-31": "YYYY-MM-DD，如2018-12-31",
    "the year first: 2018-12-31, 2018/12/31, 20181231 or 2018年12月31日": (
        "年份在前：2018-12-31、2018/12/31、20181231或2018年12月31日"
    ),
    "the period ends ({end}) before it starts ({start})": "时期的终点（{end}）早于起点（{start}）",
    "{value} is no day of the calendar": "日历上没有{value:zh?}这一天",
    "{number} days from {day}": "{day}起第{number}天",
    "{day} plus {number} months": "{day}后{number}个月",
    "years 1 to 9999": "公元1年至9999年",
    "{day} plus {number} months is ambiguous: {month} has {days} days": (
        "{day}后{number}个月不明确：{month}只有{days}天"
    ),
    "end_of_month='last_day' or 'next_day'": "end_of_month='last_day'或'next_day'",
    # --- numbers -------------------------------------------------------------------------------
    "a Decimal of more digits than a number may have": "Decimal的位数超过上限",
    "at most {number} on either side of the point": "小数点前后各不超过{number}位",
    "a float ({value}) is not exact": "浮点数（{value}）不精确",
    "an int, a Fraction, a Decimal or text such as '{text}'": "int、Fraction、Decimal或文本，如'{text}'",
    "an int, a Fraction, a Decimal or text": "int、Fraction、Decimal或文本",
    "{value} is no number": "{value}不是数",
    "'{text}' is no number": "“{text}”不是数",
    "digits such as 3000, 0.2 or 1/3": "3000、0.2或1/3一类的数",
    "the commas in '{text}' do not part groups of three digits": "“{text}”中的逗号未按三位分节",
    "1234.5 or 1,234.5": "1234.5或1,234.5",
    "the range from {low} to {high} is empty": "从{low}到{high}的范围为空",
    # --- quantities ----------------------------------------------------------------------------
    "{value} is no quantity": "{value}不是数量",
    "'{text}' is no quantity ({why})": "“{text}”不是数量（{why:zh?}）",
    "'{text}' does not begin with a number": "“{text}”不以数开头",
    "text such as '5000元/人/年' or '>=70%'": "文本，如“5000元/人/年”或“>=70%”",
    "text such as '5000元/人/年', '>=70%' or '3%..6.5%'": "文本，如“5000元/人/年”“>=70%”或“3%..6.5%”",
    "the ends have different units ({one} and {other})": "两端单位不同（{one}与{other}）",
    "a range without ends": "范围没有两端",
    "{value} is not one number": "{value}不是一个确定的数",
    "an exact quantity": "确切的数量",
    "{value} is not a whole number of fen": "{value}不是整分",
    "an exact amount of money": "确切的金额",
    "{value} has no unit": "{value:zh?}没有单位",
    "a quantity in {unit}": "以{unit}为单位的数量",
    "{one} and {other} do not go together": "{one:zh?}与{other:zh?}不能一起计算",
    "a pure number": "无单位的数",
    "{value} cannot be written in {unit}": "{value}不能以{unit}为单位书写",
    "{amount} yuan is not a whole number of fen": "{amount}元不是整分",
    "at most two decimals": "不超过两位小数",
    "a policy unit such as 元/人/年": "元/人/年一类的单位",
}
