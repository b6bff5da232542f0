using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Cel;
using Infra.Simulator.Cel.Checking;
using Infra.Simulator.Cel.Evaluation;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Devices;

/// <summary>Validation rules for the selectors of devices, which are expressions over the variable <c>device</c>.</summary>
internal static class DeviceSelectorRules
{
    private const int Maximum = 32;
    private const int MaximumBytes = 10 * 1024;

    private static readonly CelEnvironment _environment = CelEnvironment.Kubernetes.With(
        "device",
        CelType.Struct(
            "kubernetes.DRADevice",
            new Dictionary<string, CelType>
            {
                ["driver"] = CelType.String,
                ["allowMultipleAllocations"] = CelType.Bool,
                ["attributes"] = CelType.Map(CelType.String, CelType.Map(CelType.String, CelType.Dyn)),
                ["capacity"] = CelType.Map(CelType.String, CelType.Map(CelType.String, CelType.Struct("kubernetes.Quantity"))),
            }
        )
    );

    /// <summary>Checks the selectors of a class or a request.</summary>
    /// <param name="owner">The object with the selectors.</param>
    /// <param name="path">The path of the owner.</param>
    /// <param name="isStored">Whether the expressions are stored and so were valid.</param>
    /// <param name="errors">Collects the errors.</param>
    public static void Check(JsonObject owner, string path, bool isStored, FieldErrors errors)
    {
        var at = $"{path}.selectors";
        var selectors = owner.Array("selectors") ?? [];
        if (selectors.Count > Maximum)
        {
            errors.Add(FieldError.TooMany(at, selectors.Count, Maximum));
            return;
        }

        foreach (var (index, selector) in owner.Objects("selectors").Index())
        {
            if (selector.Map("cel") is not { } cel)
            {
                errors.Required($"{at}[{index}].cel");
            }
            else if (!isStored)
            {
                CheckExpression(cel.Text("expression") ?? "", $"{at}[{index}].cel.expression", errors);
            }
        }
    }

    private static void CheckExpression(string expression, string path, FieldErrors errors)
    {
        if (Encoding.UTF8.GetByteCount(expression) > MaximumBytes)
        {
            errors.Add(FieldError.TooLong(path, MaximumBytes));
            return;
        }

        try
        {
            var result = CelProgram.Compile(expression, _environment).ResultType;
            if (result.Kind is not (CelKind.Bool or CelKind.Dyn))
            {
                errors.Invalid(path, expression, $"must evaluate to bool or the unknown type, not {result}");
            }
        }
        catch (CelCompilationException error)
        {
            errors.Invalid(path, expression, "compilation failed: " + error.Message);
        }
    }
}
