using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Devices;

/// <summary>Validation rules for the requests of a claim.</summary>
internal static class DeviceRequestRules
{
    private const int MaximumAlternatives = 8;
    private const string ExactlyOne = "exactly one of `exactly` or `firstAvailable` is required";

    public static void Check(JsonObject request, string path, FieldErrors errors)
    {
        CheckName(request.Text("name") ?? "", $"{path}.name", errors);
        var alternatives = request.Objects("firstAvailable").ToList();
        switch (request.Map("exactly"), alternatives.Count)
        {
            case (null, 0):
                errors.Required(path, ExactlyOne);
                break;
            case ({ } exactly, 0):
                CheckDevices(exactly, $"{path}.exactly", errors);
                break;
            case (null, _):
                CheckAlternatives(alternatives, $"{path}.firstAvailable", errors);
                break;
            default:
                errors.Invalid(path, null, ExactlyOne + ", but multiple fields are set");
                break;
        }
    }

    public static void CheckName(string name, string path, FieldErrors errors) =>
        errors.InvalidAll(path, name, ObjectNames.LabelProblems(name));

    private static void CheckAlternatives(List<JsonObject> alternatives, string path, FieldErrors errors)
    {
        if (alternatives.Count > MaximumAlternatives)
        {
            errors.Add(FieldError.TooMany(path, alternatives.Count, MaximumAlternatives));
            return;
        }

        foreach (var (index, alternative) in alternatives.Index())
        {
            CheckName(alternative.Text("name") ?? "", $"{path}[{index}].name", errors);
            CheckDevices(alternative, $"{path}[{index}]", errors);
        }

        DeviceLists.CheckUnique(alternatives.Select(one => one.Text("name") ?? ""), path, errors);
    }

    private static void CheckDevices(JsonObject request, string path, FieldErrors errors)
    {
        var deviceClass = request.Text("deviceClassName") ?? "";
        if (deviceClass.Length == 0)
        {
            errors.Required($"{path}.deviceClassName");
        }
        else
        {
            errors.InvalidAll($"{path}.deviceClassName", deviceClass, ObjectNames.SubdomainProblems(deviceClass));
        }

        DeviceSelectorRules.Check(request, path, isStored: false, errors);
        CheckCount(request, path, errors);
        DeviceTaintRules.CheckTolerations(request, path, errors);
    }

    private static void CheckCount(JsonObject request, string path, FieldErrors errors)
    {
        var (mode, count) = (request.Text("allocationMode") ?? "", request.Number("count") ?? 0);
        switch (mode)
        {
            case "All":
                if (count != 0)
                {
                    errors.Invalid($"{path}.count", count, $"must not be specified when allocationMode is '{mode}'");
                }

                break;
            case "ExactCount":
                if (count <= 0)
                {
                    errors.Invalid($"{path}.count", count, "must be greater than zero");
                }

                break;
            default:
                errors.NotSupported($"{path}.allocationMode", mode, "All", "ExactCount");
                break;
        }
    }
}
