"""Numbers of which bounds are known, as values of a graph: the arithmetic of ``fupin_policy.values.intervals``.

A :class:`Num` is what an Interval is, for every row at once: two ends, whether there is none, whether it is left
out. Numbers are numerators over a denominator that is the same for all rows, so that all of it is whole-number
arithmetic. The nominal value is not carried along: no verdict and no end depends on it.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from attrs import evolve, frozen

from fupin_policy.register.kernel.graph import Graph, Value
from fupin_policy.values import Interval, Number
from fupin_policy.values import Value as Known

__all__ = ["Num", "Numbers", "Truth"]


@frozen(eq=False)
class Truth:
    """A truth that may not be known: where it ``holds`` and where it ``fails``; never both."""

    holds: Value
    fails: Value


@frozen(eq=False)
class Num:
    """A number between two ends; ``known`` where they are one. An end means nothing where there is ``no`` such end."""

    low: Value
    high: Value
    no_low: Value
    no_high: Value
    low_open: Value
    high_open: Value
    denominator: int
    known: Value


@frozen(eq=False)
class Numbers:
    """Arithmetic on :class:`Num` in a graph."""

    graph: Graph

    def of(self, value: Known) -> Num:
        """A number or interval that is the same for all rows."""
        g = self.graph
        low, high = (value.low, value.high) if isinstance(value, Interval) else (value, value)
        ends = [end for end in (low, high) if end is not None]
        denominator = lcm(*(Fraction(end).denominator for end in ends)) if ends else 1
        opens = (value.low_open, value.high_open) if isinstance(value, Interval) else (False, False)

        def end(number: Number | None) -> Value:
            return g.number(0 if number is None else int(number * denominator))

        return Num(
            end(low), end(high), g.truth(low is None), g.truth(high is None),
            g.truth(opens[0]), g.truth(opens[1]), denominator, g.truth(not isinstance(value, Interval)),
        )  # fmt: skip

    def exactly(self, value: Value, denominator: int = 1) -> Num:
        """A number that is known for all rows."""
        no = self.graph.truth(False)
        return Num(value, value, no, no, no, no, denominator, self.graph.truth(True))

    def between(
        self, low: Value, high: Value, no_low: Value, no_high: Value,
        low_open: Value, high_open: Value, denominator: int,
    ) -> Num:  # fmt: skip
        """A number from its ends."""
        g = self.graph
        known = g.both(g.no(no_low), g.no(no_high), g.same(low, high))
        closed = g.no(known)
        return Num(
            low, high, no_low, no_high,
            g.both(low_open, g.no(no_low), closed), g.both(high_open, g.no(no_high), closed), denominator, known,
        )  # fmt: skip

    def scaled(self, a: Num, denominator: int) -> Num:
        """The same number over a multiple of its denominator."""
        factor = self.graph.number(denominator // a.denominator)
        low, high = self.graph.times(a.low, factor), self.graph.times(a.high, factor)
        return evolve(a, low=low, high=high, denominator=denominator)

    def alike(self, *nums: Num) -> list[Num]:
        """The numbers over one denominator."""
        common = lcm(*(num.denominator for num in nums))
        return [self.scaled(num, common) for num in nums]

    def add(self, a: Num, b: Num) -> Num:
        """The sum."""
        g = self.graph
        a, b = self.alike(a, b)
        return evolve(
            self.between(
                g.plus(a.low, b.low), g.plus(a.high, b.high),
                g.either(a.no_low, b.no_low), g.either(a.no_high, b.no_high),
                g.either(a.low_open, b.low_open), g.either(a.high_open, b.high_open), a.denominator,
            ),
            known=g.both(a.known, b.known),
        )  # fmt: skip

    def negate(self, a: Num) -> Num:
        """The number with its sign turned."""
        zero = self.graph.number(0)
        low, high = self.graph.minus(zero, a.high), self.graph.minus(zero, a.low)
        return Num(low, high, a.no_high, a.no_low, a.high_open, a.low_open, a.denominator, a.known)

    def multiply(self, a: Num, b: Num) -> Num:
        """The product."""
        if self._never_negative(a) and self._never_negative(b):
            return self._multiply_counts(a, b)
        return self._multiply_any(a, b)

    def _never_negative(self, a: Num) -> bool:
        return a.no_low.never and a.low.low >= 0

    def _multiply_counts(self, a: Num, b: Num) -> Num:
        """The product of numbers that are never negative: low end times low end, high end times high end."""
        g = self.graph
        nil = g.number(0)
        a_nil, b_nil = (g.both(g.no(n.no_high), g.same(n.high, nil)) for n in (a, b))
        none = g.either(a_nil, b_nil)
        high = g.choose(none, nil, g.times(a.high, b.high))
        no_high = g.both(g.either(a.no_high, b.no_high), g.no(none))
        # Nought is reached unless every nought is left out.
        low_nil = [g.same(n.low, nil) for n in (a, b)]
        nought_open = g.both(*(g.either(g.no(z), n.low_open) for z, n in zip(low_nil, (a, b), strict=True)))
        low_open = g.choose(g.either(*low_nil), nought_open, g.either(a.low_open, b.low_open))
        high_open = g.both(g.either(a.high_open, b.high_open), g.no(none))
        product = self.between(
            g.times(a.low, b.low),
            high,
            g.truth(False),
            no_high,
            low_open,
            high_open,
            a.denominator * b.denominator,
        )
        if a.known.always or b.known.always:
            factor, other = (a, b) if a.known.always else (b, a)
            return evolve(product, known=g.either(other.known, g.same(factor.low, nil)))
        return product

    def _multiply_any(self, a: Num, b: Num) -> Num:
        g = self.graph
        corners = [
            self._corner((x, no_x, o_x, s_x), (y, no_y, o_y, s_y))
            for x, no_x, o_x, s_x in ((a.low, a.no_low, a.low_open, -1), (a.high, a.no_high, a.high_open, 1))
            for y, no_y, o_y, s_y in ((b.low, b.no_low, b.low_open, -1), (b.high, b.no_high, b.high_open, 1))
        ]
        low, high = corners[0], corners[0]
        for corner in corners[1:]:
            low = self._further(low, corner, up=False)
            high = self._further(high, corner, up=True)
        return self.between(
            low[0], high[0], g.either(low[1], low[2]), g.either(high[1], high[2]), low[3], high[3],
            a.denominator * b.denominator,
        )  # fmt: skip

    def _corner(
        self, a: tuple[Value, Value, Value, int], b: tuple[Value, Value, Value, int]
    ) -> tuple[Value, Value, Value, Value]:
        """The product of two ends: number, whether it is endless below, above, and whether it is left out."""
        g = self.graph
        nil = g.number(0)
        zeros = [g.both(g.no(end[1]), g.same(end[0], nil)) for end in (a, b)]
        zero = g.either(*zeros)
        endless = g.both(g.either(a[1], b[1]), g.no(zero))
        positive = [g.choose(end[1], g.truth(end[3] > 0), g.less(nil, end[0])) for end in (a, b)]
        alike = g.choose(positive[0], positive[1], g.no(positive[1]))
        opens = [g.both(end[2], g.no(end[1])) for end in (a, b)]
        nought_open = g.both(*(g.either(g.no(z), o) for z, o in zip(zeros, opens, strict=True)))
        is_open = g.both(g.choose(zero, nought_open, g.either(*opens)), g.no(endless))
        number = g.choose(g.either(zero, endless), nil, g.times(a[0], b[0]))
        return number, g.both(endless, g.no(alike)), g.both(endless, alike), is_open

    def _further(
        self, a: tuple[Value, Value, Value, Value], b: tuple[Value, Value, Value, Value], *, up: bool
    ) -> tuple[Value, Value, Value, Value]:
        """The end that lies further out, of two; of two alike one that is not left out."""
        g = self.graph
        finite = [g.no(g.either(end[1], end[2])) for end in (a, b)]
        both = g.both(*finite)
        ahead = g.less(a[0], b[0]) if up else g.less(b[0], a[0])
        outermost = 2 if up else 1
        takes_b = g.either(
            g.both(b[outermost], g.no(a[outermost])),
            g.both(a[3 - outermost], g.no(b[3 - outermost])),
            g.both(both, ahead),
        )
        equal = g.both(both, g.same(a[0], b[0]))
        picked = [g.choose(takes_b, y, x) for x, y in zip(a, b, strict=True)]
        picked[3] = g.choose(equal, g.both(a[3], b[3]), picked[3])
        return picked[0], picked[1], picked[2], picked[3]

    def _looser(
        self, a: Value, no_a: Value, a_open: Value, b: Value, no_b: Value, b_open: Value, *, low: bool
    ) -> tuple[Value, Value, Value]:
        """The end that leaves out less."""
        g = self.graph
        first = g.less(a, b) if low else g.less(b, a)
        is_open = g.choose(g.same(a, b), g.both(a_open, b_open), g.choose(first, a_open, b_open))
        return (g.least if low else g.greatest)(a, b), g.either(no_a, no_b), is_open

    def _tighter(
        self, a: Value, no_a: Value, a_open: Value, b: Value, no_b: Value, b_open: Value, *, low: bool
    ) -> tuple[Value, Value, Value]:
        """The end that leaves out more."""
        g = self.graph
        first = g.less(b, a) if low else g.less(a, b)
        is_open = g.choose(g.same(a, b), g.either(a_open, b_open), g.choose(first, a_open, b_open))
        end = (g.greatest if low else g.least)(a, b)
        return (
            g.choose(no_a, b, g.choose(no_b, a, end)),
            g.both(no_a, no_b),
            g.choose(no_a, b_open, g.choose(no_b, a_open, is_open)),
        )

    def minimum(self, a: Num, b: Num) -> Num:
        """The smaller of two numbers."""
        a, b = self.alike(a, b)
        low, no_low, low_open = self._looser(
            a.low, a.no_low, a.low_open, b.low, b.no_low, b.low_open, low=True
        )
        high, no_high, high_open = self._tighter(
            a.high, a.no_high, a.high_open, b.high, b.no_high, b.high_open, low=False
        )
        return self.between(low, high, no_low, no_high, low_open, high_open, a.denominator)

    def maximum(self, a: Num, b: Num) -> Num:
        """The greater of two numbers."""
        a, b = self.alike(a, b)
        low, no_low, low_open = self._tighter(
            a.low, a.no_low, a.low_open, b.low, b.no_low, b.low_open, low=True
        )
        high, no_high, high_open = self._looser(
            a.high, a.no_high, a.high_open, b.high, b.no_high, b.high_open, low=False
        )
        return self.between(low, high, no_low, no_high, low_open, high_open, a.denominator)

    def tightened(self, a: Num, b: Num) -> Num:
        """What lies in both; they overlap."""
        a, b = self.alike(a, b)
        low, no_low, low_open = self._tighter(
            a.low, a.no_low, a.low_open, b.low, b.no_low, b.low_open, low=True
        )
        high, no_high, high_open = self._tighter(
            a.high, a.no_high, a.high_open, b.high, b.no_high, b.high_open, low=False
        )
        return self.between(low, high, no_low, no_high, low_open, high_open, a.denominator)

    def hull(self, may_a: Value, a: Num, may_b: Value, b: Num) -> Num:
        """What encloses each of two numbers that it may be; at least one it may be."""
        g = self.graph
        a, b = self.alike(a, b)
        both = g.both(may_a, may_b)

        def end(x: Value, y: Value, joint: Value) -> Value:
            return g.choose(both, joint, g.choose(may_a, x, y))

        low, _, low_open = self._looser(a.low, a.no_low, a.low_open, b.low, b.no_low, b.low_open, low=True)
        high, _, high_open = self._looser(
            a.high, a.no_high, a.high_open, b.high, b.no_high, b.high_open, low=False
        )
        joined = self.between(
            end(a.low, b.low, low), end(a.high, b.high, high),
            g.either(g.both(may_a, a.no_low), g.both(may_b, b.no_low)),
            g.either(g.both(may_a, a.no_high), g.both(may_b, b.no_high)),
            end(a.low_open, b.low_open, low_open), end(a.high_open, b.high_open, high_open), a.denominator,
        )  # fmt: skip
        if both.never:
            return evolve(joined, known=g.choose(may_a, a.known, b.known))
        return joined

    # --- comparisons ---------------------------------------------------------------------------

    def less(self, a: Num, b: Num) -> Truth:
        """Whether a is below b."""
        a, b = self.alike(a, b)
        return Truth(self._below(a, b, strict=True), self._below(b, a, strict=False))

    def at_most(self, a: Num, b: Num) -> Truth:
        """Whether a is b or below."""
        a, b = self.alike(a, b)
        return Truth(self._below(a, b, strict=False), self._below(b, a, strict=True))

    def _below(self, a: Num, b: Num, *, strict: bool) -> Value:
        """Whether all of a surely lies below all of b."""
        g = self.graph
        ends = g.both(g.no(a.no_high), g.no(b.no_low))
        if not strict:
            return g.both(ends, g.at_most(a.high, b.low))
        touching = g.both(g.same(a.high, b.low), g.either(a.high_open, b.low_open))
        return g.both(ends, g.either(g.less(a.high, b.low), touching))

    def equal(self, a: Num, b: Num) -> Truth:
        """Whether they are the same number."""
        a, b = self.alike(a, b)
        same = self.graph.both(a.known, b.known, self.graph.same(a.low, b.low))
        return Truth(same, self.apart(a, b))

    def covers(self, outer: Num, inner: Num) -> Value:
        """Whether all of ``inner`` surely lies in ``outer``."""
        g = self.graph
        outer, inner = self.alike(outer, inner)
        low = g.either(
            outer.no_low,
            g.both(
                g.no(inner.no_low),
                g.either(
                    g.less(outer.low, inner.low),
                    g.both(g.same(outer.low, inner.low), g.either(g.no(outer.low_open), inner.low_open)),
                ),
            ),
        )
        high = g.either(
            outer.no_high,
            g.both(
                g.no(inner.no_high),
                g.either(
                    g.less(inner.high, outer.high),
                    g.both(g.same(outer.high, inner.high), g.either(g.no(outer.high_open), inner.high_open)),
                ),
            ),
        )
        return g.both(low, high)

    def apart(self, a: Num, b: Num) -> Value:
        """Whether nothing lies in both."""
        a, b = self.alike(a, b)
        return self.graph.either(self._below(a, b, strict=True), self._below(b, a, strict=True))

    def contains(self, outer: Num, inner: Num) -> Truth:
        """Whether ``inner`` lies in the set ``outer``."""
        return Truth(self.covers(outer, inner), self.apart(outer, inner))

    def contains_rough(self, nominal: Num, inner: Num) -> Truth:
        """Whether ``inner`` lies in a set of which only a nominal value is printed: just that one surely does."""
        inner, nominal = self.alike(inner, nominal)
        same = self.graph.both(inner.known, nominal.known, self.graph.same(inner.low, nominal.low))
        return Truth(same, self.graph.truth(False))

    def contains_multiple(self, outer: Known, factor: Num, inner: Num) -> Truth:
        """Whether ``inner`` lies in ``factor`` times the set ``outer``."""
        g = self.graph
        rough = isinstance(outer, Interval) and outer.is_rough
        if rough:
            assert isinstance(outer, Interval) and outer.nominal is not None
            nominal = self.multiply(self.of(outer.nominal), factor)
            known = self.contains_rough(nominal, inner)
            return Truth(g.both(factor.known, known.holds), g.truth(False))
        known = self.contains(self.multiply(self.of(outer), factor), inner)
        if factor.known.always:
            return known
        ends = (outer.low, outer.high) if isinstance(outer, Interval) else (outer, outer)
        if any(end is not None and end < 0 for end in ends):
            return Truth(g.both(factor.known, known.holds), g.both(factor.known, known.fails))
        open_ = self._contains_unsure(outer, factor, inner)
        return Truth(
            g.choose(factor.known, known.holds, open_.holds), g.choose(factor.known, known.fails, open_.fails)
        )

    def _contains_unsure(self, outer: Known, factor: Num, inner: Num) -> Truth:
        """The same where only bounds of the factor are known and no end is negative."""
        g = self.graph
        whole = self.of(outer)
        nil, no = g.number(0), g.truth(False)
        least = self.exactly(factor.low, factor.denominator)
        most = self.exactly(g.choose(factor.no_high, nil, factor.high), factor.denominator)
        lows = self.multiply(self.exactly(whole.low, whole.denominator), least)
        highs = self.multiply(self.exactly(whole.high, whole.denominator), most)
        lows, highs = self.alike(lows, highs)
        no_high = g.either(whole.no_high, factor.no_high)
        possible = self.between(
            lows.low, highs.low, whole.no_low, no_high, whole.low_open, whole.high_open, lows.denominator
        )
        above = self.multiply(self.exactly(whole.low, whole.denominator), most)
        below = self.multiply(self.exactly(whole.high, whole.denominator), least)
        in_all = g.both(
            self.covers(
                self.between(
                    above.low, nil, whole.no_low, g.truth(True), whole.low_open, no, above.denominator
                ),
                inner,
            ),
            self.covers(
                self.between(
                    nil, below.low, g.truth(True), whole.no_high, no, whole.high_open, below.denominator
                ),
                inner,
            ),
        )
        apart = self.apart(possible, inner)
        endless = g.both(factor.no_high, g.no(whole.no_low), g.no(g.same(whole.low, nil)))
        some = Truth(g.both(in_all, g.no(apart), g.no(endless)), apart)
        # No times the set is nought, which its ends do not tell.
        reaches_nil = g.both(g.no(factor.no_low), g.same(factor.low, nil), g.no(factor.low_open))
        nought = self.contains(self.exactly(nil), inner)
        sure = g.both(g.no(factor.no_low), g.at_most(nil, factor.low))
        return Truth(
            g.both(sure, some.holds, g.either(g.no(reaches_nil), nought.holds)),
            g.both(sure, some.fails, g.either(g.no(reaches_nil), nought.fails)),
        )
