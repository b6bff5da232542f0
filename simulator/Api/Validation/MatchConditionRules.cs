using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Admission.Policies;
using Infra.Simulator.Cel.Checking;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for the match conditions of webhooks and policies.</summary>
internal static class MatchConditionRules
{
    private const int Maximum = 64;

    public static void Check(JsonArray? conditions, bool hasParams, string path, FieldErrors errors)
    {
        if (conditions is null)
        {
            return;
        }

        if (conditions.Count > Maximum)
        {
            errors.Add(FieldError.TooMany(path, conditions.Count, Maximum));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, item) in conditions.Index())
        {
            var condition = item as JsonObject ?? [];
            var at = $"{path}[{index}]";
            CheckExpression(condition.Text("expression") ?? "", hasParams, $"{at}.expression", errors);
            var name = condition.Text("name") ?? "";
            if (name.Length == 0)
            {
                errors.Required($"{at}.name");
                continue;
            }

            foreach (var problem in ObjectNames.LabelKeyProblems(name))
            {
                errors.Invalid($"{at}.name", name, problem);
            }

            if (!names.Add(name))
            {
                errors.Duplicate($"{at}.name", name);
            }
        }
    }

    private static void CheckExpression(string given, bool hasParams, string path, FieldErrors errors)
    {
        var expression = given.Trim();
        if (expression.Length == 0)
        {
            errors.Required(path);
            return;
        }

        var compiler = new PolicyCompiler(hasParams, hasVariables: false);
        compiler.Compile(expression, [CelType.Bool], hasAuthorizer: true, out var problem);
        if (problem is not null)
        {
            errors.Invalid(path, expression, problem);
        }
    }
}
