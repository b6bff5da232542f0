using Infra.Simulator.Cel;
using Infra.Simulator.Cel.Checking;
using Infra.Simulator.Cel.Costs;
using Infra.Simulator.Cel.Evaluation;
using Infra.Simulator.Cel.Values;

namespace Infra.Simulator.Tests.Cel;

public class CelProgramTests
{
    private static readonly CelEnvironment _environment = CelEnvironment
        .Kubernetes.With("n", CelType.Int)
        .With("s", CelType.String)
        .With("l", CelType.List(CelType.String))
        .With("self", CelType.Struct("object", new Dictionary<string, CelType> { ["n"] = CelType.Int }));

    [Theory]
    [InlineData("[1, 2, 3].map(x, x > 1, x * 2)", "[4, 6]")]
    [InlineData("{'a': 1, 'b': 2}.all(k, v, v > 0 && k < 'c')", "true")]
    [InlineData("[3, 1, 2].sort().slice(0, 2).sum()", "3")]
    [InlineData("{'a': 1}.transformMap(k, v, v + 1)['a']", "2")]
    [InlineData("false && [][0] == 1 || true", "true")]
    [InlineData("{'a': {'b': 'x'}}[?'a'].b.orValue('none') + {}.?c.orValue('y')", "xy")]
    [InlineData("optional.of(2).optMap(x, x + 1).value()", "3")]
    [InlineData("'%s is %.2f of %d'.format(['it', 1.5, 3])", "it is 1.50 of 3")]
    [InlineData("'a-b-c'.split('-', 2)", "[a, b-c]")]
    [InlineData("'k8s-1.36'.find('[0-9]+[.][0-9]+')", "1.36")]
    [InlineData("quantity('1500m').add(quantity('0.5')).compareTo(quantity('2'))", "0")]
    [InlineData("cidr('10.0.0.0/8').containsIP('10.1.2.3') && ip('::1').isLoopback()", "true")]
    [InlineData("url('https://h:80/a?b=c').getQuery()['b'][0]", "c")]
    [InlineData("semver('1.2.3-rc.1').isLessThan(semver('1.2.3'))", "true")]
    [InlineData("format.dns1123Label().validate('Up').value().size()", "1")]
    [InlineData("timestamp('2026-01-31T00:00:00Z') + duration('24h')", "2026-02-01T00:00:00Z")]
    [InlineData("9223372036854775807 + 1", "integer overflow")]
    [InlineData("[1][n]", "index out of bounds: 7")]
    [InlineData("{'a': 1}['b']", "no such key: b")]
    public void Evaluate_GivesTheValueOrTheError(string source, string expected)
    {
        var result = CelProgram.Compile(source, _environment).Evaluate(name => name == "n" ? 7L : "text");

        Assert.Equal(expected, result.Value is CelError error ? error.Message : TextForm.Of(result.Value));
    }

    [Theory]
    [InlineData("n == 'x'", "1:3: found no matching overload for '_==_' applied to '(int, string)'\n | n == 'x'\n | ..^")]
    [InlineData("self.m > 1", "1:5: undefined field 'm'\n | self.m > 1\n | ....^")]
    [InlineData("n > 1)", "1:6: Syntax error: extraneous input ')' expecting <EOF>\n | n > 1)\n | .....^")]
    [InlineData("s.matches('(')", "1:11: invalid matches argument\n | s.matches('(')\n | ..........^")]
    [InlineData("[1, 'a']", "1:5: expected type 'int' but found 'string'\n | [1, 'a']\n | ....^")]
    [InlineData("base64.encode(b'a')", "1:1: undeclared reference to 'base64' (in container '')\n | base64.encode(b'a')\n | ^")]
    public void Compile_WithAnError_PointsToItsPlace(string source, string expected)
    {
        var error = Assert.Throws<CelCompilationException>(() => CelProgram.Compile(source, _environment));

        Assert.StartsWith("ERROR: <input>:" + expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", 5_000)]
    [InlineData("1 + ", 20_000)]
    [InlineData("[", 20_000)]
    public void Compile_OfADeepExpression_IsRefused(string open, int count)
    {
        var source = string.Concat(Enumerable.Repeat(open, count)) + "1";

        var error = Assert.Throws<CelCompilationException>(() => CelProgram.Compile(source, _environment));

        Assert.Contains("expression recursion limit exceeded", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_BeyondTheLimit_IsCancelled()
    {
        var nested = CelProgram.Compile(
            "lists.range(1000).all(a, lists.range(1000).all(b, lists.range(1000).all(c, a + b + c >= 0)))",
            _environment
        );

        var result = nested.Evaluate(_ => null);

        Assert.Equal("operation cancelled: actual cost limit exceeded", Assert.IsType<CelError>(result.Value).Message);
    }

    [Fact]
    public void Estimate_OfALoopOverAList_MultipliesByItsLargestLength()
    {
        var text = new DeclaredType { Type = CelType.String, MaxElements = 40 };
        var list = new DeclaredType
        {
            Type = CelType.List(CelType.String),
            Items = text,
            MaxElements = 1000,
        };
        var program = CelProgram.Compile("self.all(x, x.startsWith('a'))", CelEnvironment.Kubernetes.With("self", list.Type));

        var cost = CostEstimator.Estimate(program.Expression, list);

        // Outside of the loop: the list and the result. For each item: the condition and its accumulator; the accumulator, the item and
        // the comparison.
        Assert.Equal(2UL + (1000 * 5), cost.Max);
    }
}
