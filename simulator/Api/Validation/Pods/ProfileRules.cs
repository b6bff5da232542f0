using System.Text.Json.Nodes;
using Infra.Simulator.Api.InternalVersions;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for seccomp and AppArmor profiles, and for the options of Windows.</summary>
internal static class ProfileRules
{
    private const int MaximumAppArmorLength = 4095;

    private static readonly string[] _types = ["Localhost", "RuntimeDefault", "Unconfined"];

    public static void CheckSeccomp(JsonObject? profile, string path, FieldErrors errors)
    {
        if (profile is null)
        {
            return;
        }

        CheckType(profile, "seccompProfile", path, errors);
        var name = profile.Text("localhostProfile");
        if (profile.Text("type") != "Localhost")
        {
            if (name is not null)
            {
                errors.Invalid(
                    $"{path}.localhostProfile",
                    InternalForm.Create("SeccompProfile", profile),
                    "can only be set when seccomp type is Localhost"
                );
            }
        }
        else if (name is null)
        {
            errors.Required($"{path}.localhostProfile", "must be set when seccomp type is Localhost");
        }
        else
        {
            PathRules.CheckDescending(name, $"{path}.localhostProfile", errors);
        }
    }

    public static void CheckAppArmor(JsonObject? profile, string path, FieldErrors errors)
    {
        if (profile is null)
        {
            return;
        }

        var name = profile.Text("localhostProfile");
        switch (profile.Text("type"))
        {
            case "Localhost" when name is null:
                errors.Required($"{path}.localhostProfile", "must be set when AppArmor type is Localhost");
                break;
            case "Localhost":
                CheckAppArmorName(name, $"{path}.localhostProfile", errors);
                break;
            case "RuntimeDefault" or "Unconfined":
                if (name is not null)
                {
                    errors.Invalid($"{path}.localhostProfile", name, "can only be set when AppArmor type is Localhost");
                }

                break;
            default:
                CheckType(profile, "appArmorProfile", path, errors);
                break;
        }
    }

    private static void CheckAppArmorName(string name, string path, FieldErrors errors)
    {
        if (name.Trim() != name)
        {
            errors.Invalid(path, name, "must not be padded with whitespace");
        }
        else if (name.Length == 0)
        {
            errors.Required(path, "must be set when AppArmor type is Localhost");
        }

        if (name.Length > MaximumAppArmorLength)
        {
            errors.Add(FieldError.TooLong(path, MaximumAppArmorLength));
        }
    }

    private static void CheckType(JsonObject profile, string field, string path, FieldErrors errors)
    {
        var type = profile.Text("type") ?? "";
        if (type.Length == 0)
        {
            errors.Required($"{path}.type", $"type is required when {field} is set");
        }
        else if (!_types.Contains(type))
        {
            errors.NotSupported($"{path}.type", type, _types);
        }
    }
}
