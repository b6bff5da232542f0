using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Stores;

/// <summary>Replicas and volumes are no backup: a wrong statement deletes the rows of all of them.</summary>
internal sealed class StoreBackup()
    : ClusterPolicy(
        new()
        {
            Name = "store-backup",
            Description = "Databases of production stacks have backups.",
            RemediationSteps =
                "Write 'backup' at the store, or schedule the operator's own backups. Where others make them, annotate the object with infra/backups: managed.",
            Severity = Severity.Critical,
            Profile = Profiles.Production,
        }
    )
{
    private const string StoreLabel = "infra/store";
    private const string TaskLabel = "infra/task";
    private const string ManagedAnnotation = "infra/backups";
    private const string ScheduledBackup = "ScheduledBackup.postgresql.cnpg.io";

    public override PolicySettings? Settings { get; } = PolicySettings.Create(SettingsJson.Default.ProductionStacksSettings);

    protected override IReadOnlyList<string> Kinds { get; } =
    [
        "Deployment",
        "StatefulSet",
        "Cluster.postgresql.cnpg.io",
        "PerconaXtraDBCluster.pxc.percona.com",
        "PerconaServerMongoDB.psmdb.percona.com",
    ];

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        if (
            context.Settings<ProductionStacksSettings>().Includes(context.Stack)
            && item.Metadata["annotations"][ManagedAnnotation].Text != "managed"
            && !HasBackups(item, cluster)
        )
        {
            context.Report(item.Metadata, $"{item} has no backups");
        }
    }

    private static bool HasBackups(KubernetesObject item, Cluster cluster) =>
        item.QualifiedKind switch
        {
            "Cluster.postgresql.cnpg.io" => cluster
                .GetObjects(ScheduledBackup, item.Namespace)
                .Any(schedule => schedule.Spec["cluster"]["name"].Text == item.Name && schedule.Spec["suspend"].Flag != true),
            "PerconaXtraDBCluster.pxc.percona.com" => item.Spec["backup"]["schedule"].Count > 0,
            "PerconaServerMongoDB.psmdb.percona.com" => item.Spec["backup"]["enabled"].Flag != false
                && item.Spec["backup"]["tasks"].Items.Any(task => task["enabled"].Flag != false),
            _ => StoreServers.Find(item) is not { IsDatabase: true } || HasCronJob(item, cluster),
        };

    /// <summary>Whether a CronJob is labelled as the backup of a workload, as the catalogue labels its own.</summary>
    private static bool HasCronJob(KubernetesObject item, Cluster cluster) =>
        cluster
            .GetObjects("CronJob", item.Namespace)
            .Any(job =>
                job.Labels[StoreLabel].Text == item.Name && job.Labels[TaskLabel].Text is "backup" && job.Spec["suspend"].Flag != true
            );
}
