using System.Text.Json.Nodes;

namespace Infra.Tests.Backends.Facts;

/// <summary>The facts of a workload, its pods and their containers.</summary>
internal static class WorkloadFacts
{
    private static readonly string[] HandledOfWorkload = ["selector", "template", "jobTemplate.spec.template", "volumeClaimTemplates"];

    private static readonly string[] HandledOfPod = ["containers", "initContainers", "volumes", "securityContext", "serviceAccount"];

    private static readonly Dictionary<string, string> WorkloadDefaults = new()
    {
        ["replicas"] = "1",
        ["revisionHistoryLimit"] = "10",
        ["progressDeadlineSeconds"] = "600",
        ["minReadySeconds"] = "0",
        ["strategy.type"] = "RollingUpdate",
        ["strategy.rollingUpdate.maxSurge"] = "25%",
        ["strategy.rollingUpdate.maxUnavailable"] = "25%",
        ["updateStrategy.type"] = "RollingUpdate",
        ["podManagementPolicy"] = "OrderedReady",
        ["persistentVolumeClaimRetentionPolicy.whenDeleted"] = "Retain",
        ["persistentVolumeClaimRetentionPolicy.whenScaled"] = "Retain",
        ["backoffLimit"] = "6",
        ["completions"] = "1",
        ["parallelism"] = "1",
        ["suspend"] = "false",
        ["concurrencyPolicy"] = "Allow",
        ["successfulJobsHistoryLimit"] = "3",
        ["failedJobsHistoryLimit"] = "1",
    };

    private static readonly Dictionary<string, string> PodDefaults = new()
    {
        ["restartPolicy"] = "Always",
        ["terminationGracePeriodSeconds"] = "30",
        ["dnsPolicy"] = "ClusterFirst",
        ["schedulerName"] = "default-scheduler",
        ["serviceAccountName"] = "default",
        ["automountServiceAccountToken"] = "true",
        ["enableServiceLinks"] = "true",
        ["hostNetwork"] = "false",
    };

    public static void Add(FactSet facts, ManifestSet set, Manifest workload)
    {
        var template = ManifestSet.PodTemplate(workload);
        var pod = template.At("spec");
        facts.Add(workload.Id, "workload", "exists", "true");
        facts.Add(workload.Id, "pod", "exists", "true");
        facts.Add(workload.Id, "workload", Unhandled(workload.Content.At("spec"), HandledOfWorkload, WorkloadDefaults));
        FactExtractor.AddMetadata(facts, workload);
        facts.Add(workload.Id, "pod.labels", template.Entries("metadata.labels"));
        facts.Add(workload.Id, "pod.annotations", template.Entries("metadata.annotations"));
        facts.Add(workload.Id, "pod", Unhandled(pod, HandledOfPod, PodDefaults));
        SecurityFacts.AddPod(facts, workload.Id, pod);
        foreach (var claim in workload.Content.Items("spec.volumeClaimTemplates"))
        {
            facts.Add(workload.Id, $"claims.{claim.Text("metadata.name")}", claim.At("spec").Leaves());
        }

        var mounts = new MountFacts(set, pod);
        foreach (var (role, container) in Containers(template))
        {
            ContainerFacts.Add(facts, set, workload.Id, role, container, pod);
            mounts.Add(facts, workload.Id, role, container);
        }
    }

    /// <summary>The main container is the one that kubectl selects; further ones and native sidecars are its sidecars.</summary>
    private static IEnumerable<(string Role, JsonObject Container)> Containers(JsonNode? template)
    {
        var containers = template.Items("spec.containers").ToList();
        var annotations = template.Entries("metadata.annotations").ToDictionary();
        var main = annotations.GetValueOrDefault("kubectl.kubernetes.io/default-container") ?? containers[0].Text("name");
        return containers
            .Select(container => (container.Text("name") == main ? "main" : Role("sidecar", container), container))
            .Concat(
                template
                    .Items("spec.initContainers")
                    .Select(container => (Role(container.Text("restartPolicy") == "Always" ? "sidecar" : "init", container), container))
            );
    }

    private static string Role(string role, JsonObject container) => $"{role}.{container.Text("name")}";

    internal static IEnumerable<KeyValuePair<string, string>> Unhandled(
        JsonNode? node,
        string[] handled,
        IReadOnlyDictionary<string, string> defaults
    ) =>
        from leaf in node.Leaves()
        where
            !handled.Any(field =>
                leaf.Key == field
                || leaf.Key.StartsWith($"{field}.", StringComparison.Ordinal)
                || leaf.Key.StartsWith($"{field}[", StringComparison.Ordinal)
            )
        where defaults.GetValueOrDefault(leaf.Key) != leaf.Value
        select leaf;
}
