using Infra.Simulator.Cel;
using Infra.Simulator.Cel.Checking;
using Infra.Simulator.Cel.Evaluation;

namespace Infra.Simulator.Api.Admission.Policies;

/// <summary>Compiles the expressions of one policy. A variable is known to the expressions after it.</summary>
internal sealed class PolicyCompiler(bool hasParams, bool hasVariables)
{
    private readonly Dictionary<string, CelType> _variables = new(StringComparer.Ordinal);

    /// <summary>Compiles an expression.</summary>
    /// <param name="source">The expression.</param>
    /// <param name="results">The types it may have; none for any type.</param>
    /// <param name="hasAuthorizer">Whether it may ask the authorizer.</param>
    /// <param name="problem">What is wrong with it; null if nothing is.</param>
    public CelProgram? Compile(string source, IReadOnlyList<CelType> results, bool hasAuthorizer, out string? problem)
    {
        problem = null;
        var environment = PolicyEnvironment.Create(hasParams, hasAuthorizer);
        if (hasVariables)
        {
            environment = PolicyEnvironment.WithVariables(environment, _variables);
        }

        try
        {
            var program = CelProgram.Compile(source, environment);
            if (results.Count == 0 || results.Any(program.ResultType.IsExactly))
            {
                return program;
            }

            var found = ShowType(program.ResultType);
            problem =
                results.Count == 1
                    ? $"must evaluate to {ShowType(results[0])} but got {found}"
                    : $"must evaluate to one of [{string.Join(' ', results.Select(ShowType))}] but got {found}";
        }
        catch (CelCompilationException error)
        {
            problem = "compilation failed: " + error.Message;
        }
        return null;
    }

    public CelProgram? CompileVariable(string name, string source, out string? problem)
    {
        var program = Compile(source, [], hasAuthorizer: true, out problem);
        _variables[name] = program?.ResultType ?? CelType.Dyn;
        return program;
    }

    private static string ShowType(CelType type) => type.Kind == CelKind.Null ? "null_type" : type.ToString();
}
