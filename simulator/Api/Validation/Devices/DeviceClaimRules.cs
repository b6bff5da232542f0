using System.Text.Json.Nodes;
using Infra.Simulator.Api.InternalVersions;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Devices;

/// <summary>Validation rules for ResourceClaims and ResourceClaimTemplates.</summary>
internal static class DeviceClaimRules
{
    private const int Maximum = 32;
    private const string UnknownRequest =
        "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

    public static void CheckClaim(Candidate candidate)
    {
        if (candidate.IsNew)
        {
            CheckDevices(candidate.Spec.Map("devices") ?? [], "spec.devices", candidate.Errors);
        }
        else
        {
            CheckUnchanged(candidate, "ResourceClaimSpec");
        }
    }

    public static void CheckTemplate(Candidate candidate)
    {
        if (!candidate.IsNew)
        {
            CheckUnchanged(candidate, "ResourceClaimTemplateSpec");
            return;
        }

        LabelRules.Check(candidate.Spec.Map("metadata", "labels"), "spec.metadata.labels", candidate.Errors);
        CheckDevices(candidate.Spec.Map("spec", "devices") ?? [], "spec.spec.devices", candidate.Errors);
    }

    /// <summary>The names by which a claim's own fields refer to requests.</summary>
    public static HashSet<string> GetRequestNames(JsonObject devices) =>
        [
            .. devices
                .Objects("requests")
                .SelectMany(request =>
                {
                    var name = request.Text("name") ?? "";
                    return request.Objects("firstAvailable").Select(one => $"{name}/{one.Text("name")}").Prepend(name);
                }),
        ];

    public static void CheckRequestName(string name, HashSet<string> known, string path, FieldErrors errors)
    {
        var segments = name.Split('/');
        if (segments.Length > 2)
        {
            errors.Invalid(path, name, UnknownRequest);
            return;
        }

        foreach (var segment in segments)
        {
            DeviceRequestRules.CheckName(segment, path, errors);
        }

        if (!known.Contains(name))
        {
            errors.Invalid(path, name, UnknownRequest);
        }
    }

    private static void CheckUnchanged(Candidate candidate, string internalType)
    {
        if (candidate.Changes("spec"))
        {
            candidate.Errors.Invalid("spec", InternalForm.Create(internalType, candidate.Spec), "field is immutable");
        }
    }

    private static void CheckDevices(JsonObject devices, string path, FieldErrors errors)
    {
        var names = GetRequestNames(devices);
        var requests = devices.Objects("requests").ToList();
        if (DeviceLists.CheckSize(requests.Count, Maximum, $"{path}.requests", errors))
        {
            foreach (var (index, request) in requests.Index())
            {
                DeviceRequestRules.Check(request, $"{path}.requests[{index}]", errors);
            }

            DeviceLists.CheckUnique(requests.Select(request => request.Text("name") ?? ""), $"{path}.requests", errors);
        }

        var constraints = devices.Objects("constraints").ToList();
        if (DeviceLists.CheckSize(constraints.Count, Maximum, $"{path}.constraints", errors))
        {
            foreach (var (index, constraint) in constraints.Index())
            {
                CheckConstraint(constraint, names, $"{path}.constraints[{index}]", errors);
            }
        }

        var configurations = devices.Objects("config").ToList();
        if (DeviceLists.CheckSize(configurations.Count, DeviceConfigurationRules.Maximum, $"{path}.config", errors))
        {
            foreach (var (index, configuration) in configurations.Index())
            {
                var at = $"{path}.config[{index}]";
                CheckReferences(configuration, names, at, errors);
                DeviceConfigurationRules.Check(configuration, at, isStored: false, errors);
            }
        }
    }

    private static void CheckConstraint(JsonObject constraint, HashSet<string> names, string path, FieldErrors errors)
    {
        CheckReferences(constraint, names, path, errors);
        if (constraint.Text("matchAttribute") is { } match)
        {
            DeviceNameRules.CheckFullyQualified(match, $"{path}.matchAttribute", errors);
        }
        else if (constraint.Text("distinctAttribute") is { } distinct)
        {
            DeviceNameRules.CheckFullyQualified(distinct, $"{path}.distinctAttribute", errors);
        }
        else
        {
            errors.Required(path, "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple fields are set");
        }
    }

    private static void CheckReferences(JsonObject owner, HashSet<string> names, string path, FieldErrors errors)
    {
        var (at, references) = ($"{path}.requests", (owner.Array("requests") ?? []).Select(name => name?.ToString() ?? "").ToList());
        if (!DeviceLists.CheckSize(references.Count, Maximum, at, errors))
        {
            return;
        }

        foreach (var (index, name) in references.Index())
        {
            CheckRequestName(name, names, $"{at}[{index}]", errors);
        }

        DeviceLists.CheckUnique(references, at, errors);
    }
}
