using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for iSCSI volumes.</summary>
internal static partial class IscsiRules
{
    private const int MaximumInitiatorLength = 64;

    public static void Check(JsonObject given, string path, FieldErrors errors)
    {
        if (given.Text("iqn") is { Length: > 0 } name)
        {
            CheckInitiator(name, $"{path}.iqn", errors);
        }
        else
        {
            errors.Required($"{path}.iqn");
        }

        VolumeSourceRules.CheckRange(given.Number("lun") ?? 0, $"{path}.lun", VolumeSourceRules.ByteRule, errors);
        if ((given.Flag("chapAuthDiscovery") || given.Flag("chapAuthSession")) && !given.ContainsKey("secretRef"))
        {
            errors.Required($"{path}.secretRef");
        }

        if (given.Text("initiatorName") is { } initiator)
        {
            CheckInitiator(initiator, $"{path}.initiatorname", errors);
        }
    }

    public static void CheckInitiatorLength(string volume, JsonObject target, string path, FieldErrors errors)
    {
        if (target.ContainsKey("initiatorName") && $"{volume}:{target.Text("targetPortal")}".Length > MaximumInitiatorLength)
        {
            errors.Invalid(
                path,
                volume,
                "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified."
            );
        }
    }

    private static void CheckInitiator(string name, string path, FieldErrors errors)
    {
        var isValid = name switch
        {
            ['i', 'q', 'n', ..] => IqnForm().IsMatch(name),
            ['e', 'u', 'i', ..] => EuiForm().IsMatch(name),
            ['n', 'a', 'a', ..] => NaaForm().IsMatch(name),
            _ => (bool?)null,
        };
        if (isValid != true)
        {
            errors.Invalid(path, name, isValid is null ? "must be valid format starting with iqn, eui, or naa" : "must be valid format");
        }
    }

    [GeneratedRegex(@"iqn\.\d{4}-\d{2}\.([A-Za-z0-9\-.]+)(:[^,;*&$|\s]+)$")]
    private static partial Regex IqnForm();

    [GeneratedRegex("^eui.[A-Za-z0-9]{16}$")]
    private static partial Regex EuiForm();

    [GeneratedRegex("^naa.[A-Za-z0-9]{32}$")]
    private static partial Regex NaaForm();
}
