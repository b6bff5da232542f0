using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Devices;

/// <summary>Validation rules for the configuration of devices, which only their driver understands.</summary>
internal static class DeviceConfigurationRules
{
    public const int Maximum = 32;
    private const int MaximumBytes = 10 * 1024;

    public static void Check(JsonObject configuration, string path, bool isStored, FieldErrors errors)
    {
        if (configuration.Map("opaque") is not { } opaque)
        {
            errors.Required($"{path}.opaque");
            return;
        }

        CsiRules.CheckDriverName(opaque.Text("driver") ?? "", $"{path}.opaque.driver", errors);
        CheckData(opaque["parameters"], $"{path}.opaque.parameters", isStored, errors);
    }

    /// <summary>Checks that a value is an object that is not too long.</summary>
    public static void CheckData(JsonNode? data, string path, bool isStored, FieldErrors errors)
    {
        if (data is null)
        {
            errors.Required(path);
        }
        else if (!isStored && Encoding.UTF8.GetByteCount(data.ToJsonString(RelaxedJson.Options)) > MaximumBytes)
        {
            errors.Add(FieldError.TooLong(path, MaximumBytes));
        }
        else if (data is not JsonObject)
        {
            errors.Invalid(path, "<value omitted>", "must be a valid JSON object");
        }
    }
}
