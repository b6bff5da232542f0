using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission.PodSecurity;

/// <summary>The checks of SELinux options.</summary>
internal static class SELinuxChecks
{
    private static readonly string[] _types = ["", "container_t", "container_init_t", "container_kvm_t"];
    private static readonly string[] _typesWithEngine = [.. _types, "container_engine_t"];

    public static Violation? Check(CheckedPod pod) => Check(pod, _types);

    public static Violation? CheckWithEngine(CheckedPod pod) => Check(pod, _typesWithEngine);

    private static Violation? Check(CheckedPod pod, string[] allowed)
    {
        if (pod.FindOffenders(context => IsForbidden(context.Map("seLinuxOptions"), allowed)) is not { } subject)
        {
            return null;
        }

        var all = pod.Contexts.Select(context => context.Map("seLinuxOptions")).OfType<JsonObject>().ToList();
        var types = all.Select(options => options.Text("type") ?? "").Where(type => !allowed.Contains(type)).Distinct().ToList();
        var details = new List<string>();
        if (types.Count > 0)
        {
            details.Add($"{(types.Count == 1 ? "type" : "types")} {CheckedPod.QuoteSorted(types)}");
        }

        foreach (var field in (ReadOnlySpan<string>)["user", "role"])
        {
            foreach (var options in all)
            {
                if (options.Text(field) is { Length: > 0 })
                {
                    details.Add($"{field} may not be set");
                    break;
                }
            }
        }

        return new Violation("seLinuxOptions", $"{subject} set forbidden securityContext.seLinuxOptions: {string.Join("; ", details)}");
    }

    private static bool IsForbidden(JsonObject? options, string[] allowed) =>
        options is not null
        && (
            !allowed.Contains(options.Text("type") ?? "")
            || options.Text("user") is { Length: > 0 }
            || options.Text("role") is { Length: > 0 }
        );
}
