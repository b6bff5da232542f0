using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Printing.Cells;

namespace Infra.Simulator.Api.Printing;

/// <summary>The columns of the built-in kinds.</summary>
internal static class BuiltInTables
{
    private static readonly string[] _podSpec = ["spec", "template", "spec"];
    private static readonly string[] _jobPodSpec = ["spec", "jobTemplate", "spec", "template", "spec"];

    public static ITableLayout Get(GroupResource resource) =>
        (resource.Group, resource.Resource) switch
        {
            ("", "pods") => PodTable.Layout,
            ("", "nodes") => NodeTable.Layout,
            ("", "services") => ServiceTable.Layout,
            ("", "events") => EventTable.Layout,
            ("", "namespaces") => new TableLayout(Name, Text("Status", item => item.Status.Text("phase")), Age),
            ("", "configmaps") => new TableLayout(Name, DataCount("data", "binaryData"), Age),
            ("", "secrets") => new TableLayout(Name, Text("Type", item => item.Body.Text("type")), DataCount("data"), Age),
            ("", "serviceaccounts") => new TableLayout(Name, Age),
            ("", "endpoints") => new TableLayout(Name, Text("Endpoints", EndpointTexts.FormatEndpoints), Age),
            ("", "replicationcontrollers") => new TableLayout([
                Name,
                .. ReplicaCounts,
                Age,
                Containers("Containers", "name", _podSpec),
                Containers("Images", "image", _podSpec),
                LabelColumn("spec", "selector"),
            ]),
            ("", "resourcequotas") => new TableLayout(
                Name,
                Text("Request", item => Quota(item, name => !name.StartsWith("limits.", StringComparison.Ordinal))),
                Text("Limit", item => Quota(item, name => name.StartsWith("limits.", StringComparison.Ordinal))),
                Age
            ),
            ("", "persistentvolumes") => VolumeTables.Volumes,
            ("", "persistentvolumeclaims") => VolumeTables.Claims,
            ("apps", "deployments") => new TableLayout(
                Name,
                Text("Ready", item => Ratio(item.Status.Number("readyReplicas"), item.Spec.Number("replicas"))),
                new Column("Up-to-date", (item, _) => item.Status.Number("updatedReplicas") ?? 0),
                new Column("Available", (item, _) => item.Status.Number("availableReplicas") ?? 0),
                Age,
                Containers("Containers", "name", _podSpec),
                Containers("Images", "image", _podSpec),
                Selector("spec", "selector")
            ),
            ("apps", "replicasets") => new TableLayout([
                Name,
                .. ReplicaCounts,
                Age,
                Containers("Containers", "name", _podSpec),
                Containers("Images", "image", _podSpec),
                Selector("spec", "selector"),
            ]),
            ("apps", "statefulsets") => new TableLayout(
                Name,
                Text("Ready", item => Ratio(item.Status.Number("readyReplicas"), item.Spec.Number("replicas"))),
                Age,
                Containers("Containers", "name", _podSpec),
                Containers("Images", "image", _podSpec)
            ),
            ("apps", "daemonsets") => new TableLayout(
                Name,
                Count("Desired", item => item.Status.Number("desiredNumberScheduled")),
                Count("Current", item => item.Status.Number("currentNumberScheduled")),
                Count("Ready", item => item.Status.Number("numberReady")),
                Count("Up-to-date", item => item.Status.Number("updatedNumberScheduled")),
                Count("Available", item => item.Status.Number("numberAvailable")),
                Text("Node Selector", item => FormatLabels(item.Spec.Map("template", "spec", "nodeSelector"))),
                Age,
                Containers("Containers", "name", _podSpec),
                Containers("Images", "image", _podSpec),
                Selector("spec", "selector")
            ),
            ("apps", "controllerrevisions") => new TableLayout(
                Name,
                Text("Controller", item => item.Controller is { } owner ? OwnerText(owner) : None),
                Count("Revision", item => item.Body.Number("revision")),
                Age
            ),
            ("batch", "jobs") => JobTable.Layout,
            ("batch", "cronjobs") => new TableLayout(
                Name,
                Text("Schedule", item => item.Spec.Text("schedule")),
                Text("Timezone", item => item.Spec.Text("timeZone") ?? None),
                new Column("Suspend", (item, _) => item.Spec.Flag("suspend") ? "True" : "False", "boolean"),
                Count("Active", item => item.Status.Array("active")?.Count),
                new Column("Last Schedule", (item, now) =>
                    item.Status.Time("lastScheduleTime") is { } last ? HumanDuration.Since(last, now) : None
                ),
                Age,
                Containers("Containers", "name", _jobPodSpec),
                Containers("Images", "image", _jobPodSpec),
                Selector("spec", "jobTemplate", "spec", "selector")
            ),
            ("autoscaling", "horizontalpodautoscalers") => new TableLayout(
                Name,
                Text("Reference", item => $"{item.Spec.Text("scaleTargetRef", "kind")}/{item.Spec.Text("scaleTargetRef", "name")}"),
                Text("Targets", AutoscalerTargets.Format),
                Text("MinPods", item => item.Spec.Number("minReplicas") is { } minimum ? Number(minimum) : Unset),
                new Column("MaxPods", (item, _) => item.Spec.Number("maxReplicas") ?? 0),
                new Column("Replicas", (item, _) => item.Status.Number("currentReplicas") ?? 0),
                Age
            ),
            ("policy", "poddisruptionbudgets") => new TableLayout(
                Name,
                Text("Min Available", item => item.Spec["minAvailable"]?.ToString() ?? "N/A"),
                Text("Max Unavailable", item => item.Spec["maxUnavailable"]?.ToString() ?? "N/A"),
                Count("Allowed Disruptions", item => item.Status.Number("disruptionsAllowed")),
                Age
            ),
            ("networking.k8s.io", "ingresses") => new TableLayout(
                Name,
                Text("Class", item =>
                    item.Spec.Text("ingressClassName") ?? item.Annotations.GetValueOrDefault("kubernetes.io/ingress.class") ?? None
                ),
                Text("Hosts", IngressHosts),
                Text("Address", item => ServiceTable.LoadBalancerAddress(item)),
                Text("Ports", item => item.Spec.Array("tls") is { Count: > 0 } ? "80, 443" : "80"),
                Age
            ),
            ("networking.k8s.io", "networkpolicies") => new TableLayout(
                Name,
                Text("Pod-Selector", item => FormatSelector(item.Spec.Map("podSelector"))),
                Age
            ),
            ("networking.k8s.io", "ingressclasses") => new TableLayout(
                Name,
                Text("Controller", item => item.Spec.Text("controller")),
                Text("Parameters", item => item.Spec.Map("parameters") is { } parameters ? ParametersText(parameters) : None),
                Age
            ),
            ("storage.k8s.io", "storageclasses") => VolumeTables.Classes,
            ("scheduling.k8s.io", "priorityclasses") => new TableLayout(
                Name,
                Count("Value", item => item.Body.Number("value")),
                new Column("Global-Default", (item, _) => item.Body.Flag("globalDefault"), "boolean"),
                Age,
                Text("PreemptionPolicy", item => item.Body.Text("preemptionPolicy"))
            ),
            ("rbac.authorization.k8s.io", "rolebindings" or "clusterrolebindings") => new TableLayout(
                Name,
                Text("Role", item => $"{item.Body.Text("roleRef", "kind")}/{item.Body.Text("roleRef", "name")}"),
                Age,
                Text("Users", item => Subjects(item, "User"), 1),
                Text("Groups", item => Subjects(item, "Group"), 1),
                Text("ServiceAccounts", item => Subjects(item, "ServiceAccount"), 1)
            ),
            ("coordination.k8s.io", "leases") => new TableLayout(Name, Text("Holder", item => item.Spec.Text("holderIdentity")), Age),
            ("discovery.k8s.io", "endpointslices") => new TableLayout(
                Name,
                Text("AddressType", item => item.Body.Text("addressType")),
                Text("Ports", EndpointTexts.FormatSlicePorts),
                Text("Endpoints", EndpointTexts.FormatSliceAddresses),
                Age
            ),
            ("node.k8s.io", "runtimeclasses") => new TableLayout(Name, Text("Handler", item => item.Body.Text("handler")), Age),
            _ => new TableLayout(Name, new Column("Created At", (item, _) => item.Metadata.Text("creationTimestamp"), "date")),
        };

    private static readonly Column[] ReplicaCounts =
    [
        Count("Desired", item => item.Spec.Number("replicas")),
        Count("Current", item => item.Status.Number("replicas")),
        Count("Ready", item => item.Status.Number("readyReplicas")),
    ];

    private static string Ratio(long? part, long? whole) => string.Create(CultureInfo.InvariantCulture, $"{part ?? 0}/{whole ?? 0}");

    private static Column DataCount(params string[] fields) =>
        new("Data", (item, _) => fields.Sum(field => item.Body.Map(field)?.Count ?? 0));

    private static Column LabelColumn(params string[] path) => Text("Selector", item => FormatLabels(item.Body.Map(path)), 1);

    private static string OwnerText(OwnerReference owner)
    {
        var group = owner.ApiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? "." + owner.ApiVersion[..slash] : "";
        return $"{owner.Kind.ToLowerInvariant()}{group}/{owner.Name}";
    }

    private static string Subjects(KubeObject binding, string kind) =>
        string.Join(
            ", ",
            binding
                .Body.Objects("subjects")
                .Where(subject => subject.Text("kind") == kind)
                .Select(subject => kind == "ServiceAccount" ? $"{subject.Text("namespace")}/{subject.Text("name")}" : subject.Text("name"))
        );

    private static string ParametersText(JsonObject parameters)
    {
        var group = parameters.Text("apiGroup") is { Length: > 0 } name ? "." + name : "";
        return $"{parameters.Text("kind")}{group}/{parameters.Text("name")}";
    }

    private static string IngressHosts(KubeObject ingress)
    {
        var hosts = ingress
            .Spec.Objects("rules")
            .Select(rule => rule.Text("host"))
            .OfType<string>()
            .Where(host => host.Length > 0)
            .ToList();
        return hosts.Count == 0 ? "*" : Truncate(hosts, 3);
    }

    private static string Quota(KubeObject quota, Func<string, bool> isShown)
    {
        var hard = quota.Status.Map("hard") ?? [];
        return string.Join(
            ", ",
            hard.Where(entry => isShown(entry.Key))
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => $"{entry.Key}: {quota.Status.Text("used", entry.Key) ?? "0"}/{entry.Value}")
        );
    }
}
