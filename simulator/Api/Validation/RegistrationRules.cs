using System.Globalization;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for APIServices.</summary>
internal static class RegistrationRules
{
    public static void Check(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        var (group, version) = (spec.Text("group") ?? "", spec.Text("version") ?? "");
        if (group.Length == 0 && version != "v1")
        {
            errors.Required("spec.group", "only v1 may have an empty group and it better be legacy kube");
        }

        if (group.Length > 0)
        {
            errors.InvalidAll("spec.group", group, ObjectNames.SubdomainProblems(group));
        }

        errors.InvalidAll("spec.version", version, ObjectNames.Rfc1035LabelProblems(version));
        if ((spec.Number("groupPriorityMinimum") ?? 0) is var minimum and (<= 0 or > 20_000))
        {
            errors.Invalid("spec.groupPriorityMinimum", minimum, "must be positive and less than 20000");
        }

        if ((spec.Number("versionPriority") ?? 0) is var priority and (<= 0 or > 1000))
        {
            errors.Invalid("spec.versionPriority", priority, "must be positive and less than 1000");
        }

        CheckService(candidate);
    }

    private static void CheckService(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        var (bundle, skips) = (spec.Text("caBundle") ?? "", spec.Flag("insecureSkipTLSVerify"));
        if (spec.Map("service") is not { } service)
        {
            if (bundle.Length > 0)
            {
                var size = Convert.FromBase64String(bundle).Length.ToString(CultureInfo.InvariantCulture);
                errors.Invalid("spec.caBundle", $"{size} bytes", "local APIServices may not have a caBundle");
            }

            if (skips)
            {
                errors.Invalid("spec.insecureSkipTLSVerify", true, "local APIServices may not have insecureSkipTLSVerify");
            }

            return;
        }

        foreach (var field in (ReadOnlySpan<string>)["namespace", "name"])
        {
            if (service.Text(field) is null or "")
            {
                errors.Required($"spec.service.{field}");
            }
        }

        if (!NumberRules.IsPort(service.Number("port")))
        {
            errors.Invalid("spec.service.port", service.Number("port") ?? 0, "port is not valid: must be between 1 and 65535, inclusive");
        }

        if (skips && bundle.Length > 0)
        {
            errors.Invalid("spec.insecureSkipTLSVerify", true, "may not be true if caBundle is present");
        }
    }
}
