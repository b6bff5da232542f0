using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for volumes that contain files made from other objects.</summary>
internal static class VolumeFileRules
{
    private const long MaximumMode = 511;
    private const string ModeRule = "must be a number between 0 and 0777 (octal), both inclusive";

    /// <summary>Checks a volume of a ConfigMap or Secret.</summary>
    public static void Check(JsonObject source, string nameField, string path, FieldErrors errors)
    {
        if (source.Text(nameField) is null or "")
        {
            errors.Required($"{path}.{nameField}");
        }

        CheckMode(source, "defaultMode", path, errors);
        foreach (var (index, item) in source.Objects("items").Index())
        {
            CheckItem(item, $"{path}.items[{index}]", errors);
        }
    }

    public static void CheckItem(JsonObject item, string at, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["key", "path"])
        {
            if (item.Text(field) is null or "")
            {
                errors.Required($"{at}.{field}");
            }
        }
        PathRules.CheckFile(item.Text("path") ?? "", $"{at}.path", errors);
        CheckMode(item, "mode", at, errors);
    }

    public static void CheckDownward(JsonObject source, string path, FieldErrors errors)
    {
        CheckMode(source, "defaultMode", path, errors);
        foreach (var item in source.Objects("items"))
        {
            CheckDownwardItem(item, path, errors);
        }
    }

    /// <summary>Checks a file of the downward API. Kubernetes reports the path of the volume, not of the item.</summary>
    public static void CheckDownwardItem(JsonObject item, string path, FieldErrors errors)
    {
        if (item.Text("path") is null or "")
        {
            errors.Required($"{path}.path");
        }

        PathRules.CheckFile(item.Text("path") ?? "", $"{path}.path", errors);
        if (item.Map("fieldRef") is { } field)
        {
            DownwardRules.CheckField(field, DownwardRules.VolumeFields, $"{path}.fieldRef", errors);
            if (item.ContainsKey("resourceFieldRef"))
            {
                errors.Invalid(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
            }
        }
        else if (item.Map("resourceFieldRef") is { } resource)
        {
            DownwardRules.CheckResource(resource, requiresContainer: true, $"{path}.resourceFieldRef", errors);
        }
        else
        {
            errors.Required(path, "one of fieldRef and resourceFieldRef is required");
        }

        CheckMode(item, "mode", path, errors);
    }

    public static void CheckMode(JsonObject json, string field, string path, FieldErrors errors)
    {
        if (json.Number(field) is { } mode and (< 0 or > MaximumMode))
        {
            errors.Invalid($"{path}.{field}", mode, ModeRule);
        }
    }
}
