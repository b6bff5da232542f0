using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Validation;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources.Definitions;

/// <summary>Validation rules for the names of a definition.</summary>
internal static class DefinitionNames
{
    public static void Check(JsonObject names, string path, FieldErrors errors)
    {
        CheckLabel(names.Text("plural"), $"{path}.plural", errors);
        CheckLabel(names.Text("singular"), $"{path}.singular", errors);
        CheckKind(names.Text("kind"), $"{path}.kind", errors);
        CheckKind(names.Text("listKind"), $"{path}.listKind", errors);
        CheckList(names.Array("shortNames"), $"{path}.shortNames", errors);
        if (names.Text("kind") is { Length: > 0 } kind && kind == names.Text("listKind"))
        {
            errors.Invalid($"{path}.listKind", kind, "kind and listKind may not be the same");
        }

        CheckList(names.Array("categories"), $"{path}.categories", errors);
    }

    private static void CheckLabel(string? name, string path, FieldErrors errors)
    {
        if (name is { Length: > 0 } && FindProblems(name) is { Length: > 0 } problems)
        {
            errors.Invalid(path, name, problems);
        }
    }

    private static void CheckKind(string? name, string path, FieldErrors errors)
    {
        if (name is { Length: > 0 } && FindProblems(name.ToLowerInvariant()) is { Length: > 0 } problems)
        {
            errors.Invalid(path, name, "may have mixed case, but should otherwise match: " + problems);
        }
    }

    private static void CheckList(JsonArray? names, string path, FieldErrors errors)
    {
        foreach (var (index, item) in (names ?? []).Index())
        {
            var name = item?.ToString() ?? "";
            if (FindProblems(name) is { Length: > 0 } problems)
            {
                errors.Invalid($"{path}[{index}]", name, problems);
            }
        }
    }

    private static string FindProblems(string name) => string.Join(',', ObjectNames.Rfc1035LabelProblems(name));
}
