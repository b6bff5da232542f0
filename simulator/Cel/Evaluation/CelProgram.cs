using Infra.Simulator.Cel.Checking;
using Infra.Simulator.Cel.Syntax;
using Infra.Simulator.Cel.Values;

namespace Infra.Simulator.Cel.Evaluation;

/// <summary>The result of an evaluation.</summary>
/// <param name="Value">The value; a <see cref="CelError"/> if there is none.</param>
/// <param name="Cost">The cost in CEL's units.</param>
internal readonly record struct CelResult(object? Value, ulong Cost);

/// <summary>A compiled expression.</summary>
internal sealed class CelProgram
{
    /// <summary>The cost beyond which one evaluation is cancelled.</summary>
    public const ulong PerCallLimit = 1_000_000;

    private CelProgram(string source, CelExpression expression)
    {
        Source = source;
        Expression = expression;
    }

    public string Source { get; }

    public CelExpression Expression { get; }

    public CelType ResultType => Expression.Type;

    /// <summary>Parses and checks an expression.</summary>
    /// <exception cref="CelCompilationException">The expression has errors.</exception>
    public static CelProgram Compile(string source, CelEnvironment environment)
    {
        var expression = CelParser.Parse(source);
        var issues = new List<CelIssue>();
        CelChecker.Check(environment, expression, issues);
        if (issues.Count == 0)
        {
            LiteralValidation.Check(expression, issues);
        }

        return issues.Count == 0 ? new CelProgram(source, expression) : throw new CelCompilationException(source, issues);
    }

    /// <summary>Whether the expression refers to a variable.</summary>
    public bool Uses(string variable)
    {
        var isUsed = false;
        TypeWalk.Visit(Expression, node => isUsed |= node is Identifier { DenotedType: null } identifier && identifier.Name == variable);
        return isUsed;
    }

    /// <summary>Evaluates the expression.</summary>
    /// <param name="variables">Finds the value of a variable; returns a <see cref="CelError"/> for an unknown one.</param>
    /// <param name="limit">The cost beyond which the evaluation is cancelled.</param>
    public CelResult Evaluate(Func<string, object?> variables, ulong limit = PerCallLimit)
    {
        var evaluator = new CelEvaluator(variables, limit);
        try
        {
            var value = evaluator.Evaluate(Expression, null);
            return new CelResult(value, evaluator.Cost);
        }
        catch (CostLimitException)
        {
            return new CelResult(new CelError(CostLimitException.Text), evaluator.Cost);
        }
    }
}

/// <summary>The evaluation costs more than its limit.</summary>
internal sealed class CostLimitException() : Exception(Text)
{
    public const string Text = "operation cancelled: actual cost limit exceeded";
}
