using System.Globalization;
using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Printing.Cells;

namespace Infra.Simulator.Api.Printing;

/// <summary>The tables of workloads, their autoscalers and budgets.</summary>
internal static class WorkloadTables
{
    private const string ReadyDescription = "Number of the pod with ready state";
    private static readonly string[] _podSpec = ["spec", "template", "spec"];
    private static readonly string[] _jobPodSpec = ["spec", "jobTemplate", "spec", "template", "spec"];

    public static readonly ITableLayout PodTemplates = new TableLayout(
        Name,
        Containers("Containers", "name", "template", "spec") with
        {
            Priority = 0,
        },
        Containers("Images", "image", "template", "spec") with
        {
            Priority = 0,
        },
        Text("Pod Labels", item => FormatLabels(item.Body.Map("template", "metadata", "labels"))).As("The labels for the pod template.")
    );

    public static readonly ITableLayout ReplicationControllers = new TableLayout([
        Name,
        .. ReplicaCounts("core.v1.ReplicationController"),
        Age,
        Containers("Containers", "name", _podSpec),
        Containers("Images", "image", _podSpec),
        Text("Selector", item => FormatLabels(item.Spec.Map("selector")), 1).From("core.v1.ReplicationControllerSpec.selector"),
    ]);

    public static readonly ITableLayout ReplicaSets = new TableLayout([
        Name,
        .. ReplicaCounts("apps.v1.ReplicaSet"),
        Age,
        Containers("Containers", "name", _podSpec),
        Containers("Images", "image", _podSpec),
        Selector("spec", "selector").From("apps.v1.ReplicaSetSpec.selector"),
    ]);

    public static readonly ITableLayout Deployments = new TableLayout(
        Name,
        Text("Ready", Ready).As(ReadyDescription),
        new Column("Up-to-date", (item, _) => item.Status.Number("updatedReplicas") ?? 0).From("apps.v1.DeploymentStatus.updatedReplicas"),
        new Column("Available", (item, _) => item.Status.Number("availableReplicas") ?? 0).From(
            "apps.v1.DeploymentStatus.availableReplicas"
        ),
        Age,
        Containers("Containers", "name", _podSpec),
        Containers("Images", "image", _podSpec),
        Selector("spec", "selector").From("apps.v1.DeploymentSpec.selector")
    );

    public static readonly ITableLayout StatefulSets = new TableLayout(
        Name,
        Text("Ready", Ready).As(ReadyDescription),
        Age,
        Containers("Containers", "name", _podSpec),
        Containers("Images", "image", _podSpec)
    );

    public static readonly ITableLayout DaemonSets = new TableLayout(
        Name,
        DaemonCount("Desired", "desiredNumberScheduled"),
        DaemonCount("Current", "currentNumberScheduled"),
        DaemonCount("Ready", "numberReady"),
        DaemonCount("Up-to-date", "updatedNumberScheduled"),
        DaemonCount("Available", "numberAvailable"),
        Text("Node Selector", item => FormatLabels(item.Spec.Map("template", "spec", "nodeSelector"))).From("core.v1.PodSpec.nodeSelector"),
        Age,
        Containers("Containers", "name", _podSpec),
        Containers("Images", "image", _podSpec),
        Selector("spec", "selector").From("apps.v1.DaemonSetSpec.selector")
    );

    public static readonly ITableLayout ControllerRevisions = new TableLayout(
        Name,
        Text("Controller", item => item.Controller is { } owner ? OwnerText(owner) : None).As("Controller of the object"),
        new Column("Revision", (item, _) => item.Body.Number("revision") ?? 0).From("apps.v1.ControllerRevision.revision"),
        Age
    );

    public static readonly ITableLayout CronJobs = new TableLayout(
        Name,
        Text("Schedule", item => item.Spec.Text("schedule")).From("batch.v1.CronJobSpec.schedule"),
        Text("Timezone", item => item.Spec.Text("timeZone") ?? None).From("batch.v1.CronJobSpec.timeZone"),
        new Column("Suspend", (item, _) => item.Spec.Flag("suspend") ? "True" : "False", "boolean").From("batch.v1.CronJobSpec.suspend"),
        Count("Active", item => item.Status.Array("active")?.Count).From("batch.v1.CronJobStatus.active"),
        new Column("Last Schedule", (item, now) =>
            item.Status.Time("lastScheduleTime") is { } last ? HumanDuration.Since(last, now) : None
        ).From("batch.v1.CronJobStatus.lastScheduleTime"),
        Age,
        Containers("Containers", "name", _jobPodSpec),
        Containers("Images", "image", _jobPodSpec),
        Selector("spec", "jobTemplate", "spec", "selector").From("batch.v1.JobSpec.selector")
    );

    public static readonly ITableLayout Scales = new TableLayout(
        Name,
        Count("Desired", item => item.Spec.Number("replicas")).From("autoscaling.v1.ScaleSpec.replicas"),
        Count("Available", item => item.Status.Number("replicas")).From("autoscaling.v1.ScaleStatus.replicas"),
        Age
    );

    public static readonly ITableLayout Autoscalers = new TableLayout(
        Name,
        Text("Reference", item => $"{item.Spec.Text("scaleTargetRef", "kind")}/{item.Spec.Text("scaleTargetRef", "name")}")
            .From("autoscaling.v2.HorizontalPodAutoscalerSpec.scaleTargetRef"),
        Text("Targets", AutoscalerTargets.Format).From("autoscaling.v2.HorizontalPodAutoscalerSpec.metrics"),
        Text("MinPods", item => item.Spec.Number("minReplicas") is { } minimum ? Number(minimum) : Unset)
            .From("autoscaling.v2.HorizontalPodAutoscalerSpec.minReplicas"),
        new Column("MaxPods", (item, _) => item.Spec.Number("maxReplicas") ?? 0).From(
            "autoscaling.v2.HorizontalPodAutoscalerSpec.maxReplicas"
        ),
        new Column("Replicas", (item, _) => item.Status.Number("currentReplicas") ?? 0).From(
            "autoscaling.v2.HorizontalPodAutoscalerStatus.currentReplicas"
        ),
        Age
    );

    public static readonly ITableLayout DisruptionBudgets = new TableLayout(
        Name,
        Text("Min Available", item => item.Spec["minAvailable"]?.ToString() ?? "N/A")
            .As("The minimum number of pods that must be available."),
        Text("Max Unavailable", item => item.Spec["maxUnavailable"]?.ToString() ?? "N/A")
            .As("The maximum number of pods that may be unavailable."),
        Count("Allowed Disruptions", item => item.Status.Number("disruptionsAllowed"))
            .As("Calculated number of pods that may be disrupted at this time."),
        Age
    );

    private static Column[] ReplicaCounts(string kind) =>
        [
            Count("Desired", item => item.Spec.Number("replicas")).From($"{kind}Spec.replicas"),
            Count("Current", item => item.Status.Number("replicas")).From($"{kind}Status.replicas"),
            Count("Ready", item => item.Status.Number("readyReplicas")).From($"{kind}Status.readyReplicas"),
        ];

    private static Column DaemonCount(string name, string field) =>
        Count(name, item => item.Status.Number(field)).From($"apps.v1.DaemonSetStatus.{field}");

    private static string Ready(KubeObject item) =>
        string.Create(CultureInfo.InvariantCulture, $"{item.Status.Number("readyReplicas") ?? 0}/{item.Spec.Number("replicas") ?? 0}");

    private static string OwnerText(OwnerReference owner)
    {
        var group = owner.ApiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? "." + owner.ApiVersion[..slash] : "";
        return $"{owner.Kind.ToLowerInvariant()}{group}/{owner.Name}";
    }
}
