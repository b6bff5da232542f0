using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.FlowControl;

/// <summary>Validation rules for the subjects of FlowSchemas.</summary>
internal static class FlowSubjectRules
{
    private static readonly (string Kind, string Field)[] _fields =
    [
        ("ServiceAccount", "serviceAccount"),
        ("User", "user"),
        ("Group", "group"),
    ];

    public static void Check(JsonObject subject, string path, FieldErrors errors)
    {
        var kind = subject.Text("kind") ?? "";
        if (_fields.All(pair => pair.Kind != kind))
        {
            errors.NotSupported($"{path}.kind", kind, "Group", "ServiceAccount", "User");
            return;
        }

        var field = _fields.First(pair => pair.Kind == kind).Field;
        CheckNamed(subject.Map(field), kind, field, $"{path}.{field}", errors);
        foreach (var (otherKind, other) in _fields.Where(pair => pair.Kind != kind))
        {
            if (subject.Map(other) is not null)
            {
                errors.Forbidden($"{path}.{other}", $"{other} is forbidden when subject kind is not '{otherKind}'");
            }
        }
    }

    private static void CheckNamed(JsonObject? subject, string kind, string field, string path, FieldErrors errors)
    {
        if (subject is null)
        {
            errors.Required(path, $"{field} is required when subject kind is '{kind}'");
            return;
        }

        var name = subject.Text("name") ?? "";
        if (name.Length == 0)
        {
            errors.Required($"{path}.name");
        }

        if (kind != "ServiceAccount")
        {
            return;
        }

        if (name is not ("" or "*"))
        {
            errors.InvalidAll($"{path}.name", name, ObjectNames.SubdomainProblems(name));
        }

        var space = subject.Text("namespace") ?? "";
        if (space.Length == 0)
        {
            errors.Required($"{path}.namespace", "must specify namespace for service account");
        }
        else
        {
            errors.InvalidAll($"{path}.namespace", space, ObjectNames.LabelProblems(space));
        }
    }
}
