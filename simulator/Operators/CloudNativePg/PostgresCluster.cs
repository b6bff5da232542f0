using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.CloudNativePg;

/// <summary>
/// A <c>Cluster</c>: instances one after the other, the Services <c>-rw</c>, <c>-ro</c> and <c>-r</c>, the Secret <c>-app</c>, managed
/// roles. When the primary is not ready, a ready replica takes its place.
/// </summary>
internal sealed class PostgresCluster(StandInContext context) : StandIn
{
    private readonly PostgresArchive _archive = new(context);

    public override GroupResource Resource => PostgresNames.Clusters;

    public override TimeSpan? Reconcile(PlainObject item)
    {
        var instances = item.Source.Spec.Number("instances") ?? 1;
        var numbers = Enumerable.Range(1, BoundPods(instances));
        var labels = PostgresNames.Labels(item.Name);
        context.Objects.CreateOnce(item, GroupResource.ServiceAccounts, item.Name, () => []);
        CreateServices(item, labels);
        CreateApplicationSecret(item);
        if (FindRecoveryProblem(item) is { } problem)
        {
            context.Write(
                item,
                new JsonObject { ["phase"] = "Setting up primary", ["phaseReason"] = problem },
                new Condition("Ready", "False", "ClusterIsNotReady", "Cluster Is Not Ready")
            );
            return RetryInterval;
        }

        foreach (var number in numbers)
        {
            foreach (var (name, claim) in PostgresInstances.CreateClaims(item, number))
            {
                context.Objects.Apply(item, GroupResource.PersistentVolumeClaims, name, claim);
            }
        }

        var pods = context.Pods.Reconcile(item, [.. numbers.Select(number => PostgresInstances.CreatePod(item, number))], isOrdered: true);
        var primary = ChoosePrimary(item, pods);
        LabelRoles(pods, primary);
        var roles = PostgresRoles.Read(context, item);
        WriteStatus(item, instances, pods, primary, roles);
        return roles.HasMissingSecrets ? RetryInterval : null;
    }

    /// <summary>Why a cluster that starts from another one's backup cannot; null if it can, has, or starts empty.</summary>
    private string? FindRecoveryProblem(PlainObject item)
    {
        var spec = item.Source.Spec;
        if (spec.Text("bootstrap", "recovery", "source") is not { } source || item.Source.Status.Text("currentPrimary") is not null)
        {
            return null;
        }

        var plugin = spec.Objects("externalClusters").FirstOrDefault(external => external.Text("name") == source)?.Map("plugin");
        return plugin is null
            ? $"external cluster {source} has no plugin"
            : _archive.FindProblem(item.Namespace, plugin)
                ?? (_archive.HasBackup(item.Namespace, plugin, source) ? null : "no target backup found");
    }

    private void CreateServices(PlainObject item, Dictionary<string, string> labels)
    {
        var services = new (string Suffix, string Label, string Value)[]
        {
            ("rw", PostgresNames.InstanceRoleLabel, "primary"),
            ("ro", PostgresNames.InstanceRoleLabel, "replica"),
            ("r", "cnpg.io/podRole", "instance"),
        };
        foreach (var (suffix, label, value) in services)
        {
            context.Objects.Apply(
                item,
                GroupResource.Services,
                $"{item.Name}-{suffix}",
                OwnedObjects.Service(
                    labels,
                    new Dictionary<string, string> { [PostgresNames.ClusterLabel] = item.Name, [label] = value },
                    [("postgres", PostgresNames.Port)]
                )
            );
        }
    }

    /// <summary>A cluster that names the Secret of its owner has no Secret <c>-app</c>.</summary>
    private void CreateApplicationSecret(PlainObject item)
    {
        if (item.Source.Spec.Text("bootstrap", "initdb", "secret", "name") is not null)
        {
            return;
        }

        context.Objects.CreateSecretOnce(
            item,
            $"{item.Name}-app",
            new Dictionary<string, string>
            {
                [PostgresNames.ClusterLabel] = item.Name,
                ["cnpg.io/userType"] = "app",
                ["cnpg.io/reload"] = "true",
            },
            () => CreateCredentials(item),
            "kubernetes.io/basic-auth"
        );
    }

    private Dictionary<string, string> CreateCredentials(PlainObject item)
    {
        var (user, database) = PostgresRoles.GetOwner(item);
        var (password, host) = (context.Objects.DrawPassword(), $"{item.Name}-rw");
        string Locate(string suffix) =>
            string.Create(CultureInfo.InvariantCulture, $"{host}.{item.Namespace}{suffix}:{PostgresNames.Port}");
        string Uri(string suffix) => $"postgresql://{user}:{password}@{Locate(suffix)}/{database}";
        string Jdbc(string suffix) => $"jdbc:postgresql://{Locate(suffix)}/{database}?password={password}&user={user}";
        return new Dictionary<string, string>
        {
            ["username"] = user,
            ["user"] = user,
            ["password"] = password,
            ["dbname"] = database,
            ["host"] = host,
            ["port"] = PostgresNames.Port.ToString(CultureInfo.InvariantCulture),
            ["pgpass"] = string.Create(CultureInfo.InvariantCulture, $"{host}:{PostgresNames.Port}:{database}:{user}:{password}\n"),
            ["uri"] = Uri(""),
            ["jdbc-uri"] = Jdbc(""),
            ["fqdn-uri"] = Uri(".svc.cluster.local"),
            ["fqdn-jdbc-uri"] = Jdbc(".svc.cluster.local"),
        };
    }

    private static string? ChoosePrimary(PlainObject item, IReadOnlyList<Pod> pods)
    {
        var current = item.Source.Status.Text("currentPrimary");
        var ready = pods.Where(pod => pod is { IsReady: true, IsDeleting: false }).Select(pod => pod.Name).ToList();
        return current is not null && (ready.Count == 0 || ready.Contains(current))
            ? current
            : ready.Concat(pods.Select(pod => pod.Name)).FirstOrDefault();
    }

    private void LabelRoles(IReadOnlyList<Pod> pods, string? primary)
    {
        foreach (var pod in pods)
        {
            var role = pod.Name == primary ? "primary" : "replica";
            if (pod.Labels.GetValueOrDefault("role") != role)
            {
                context.Client.Patch(
                    GroupResource.Pods,
                    pod.Namespace,
                    pod.Name,
                    new JsonObject
                    {
                        ["metadata"] = new JsonObject
                        {
                            ["labels"] = new JsonObject { ["role"] = role, [PostgresNames.InstanceRoleLabel] = role },
                        },
                    }
                );
            }
        }
    }

    private void WriteStatus(PlainObject item, long instances, IReadOnlyList<Pod> pods, string? primary, PostgresRoles roles)
    {
        var ready = pods.Count(pod => pod.IsReady);
        var isReady = ready == instances;
        var fields = new JsonObject
        {
            ["instances"] = pods.Count,
            ["readyInstances"] = ready,
            ["instanceNames"] = new JsonArray([.. pods.Select(pod => JsonValue.Create(pod.Name))]),
            ["latestGeneratedNode"] = pods.Count,
            ["image"] = PostgresInstances.GetImage(item),
            ["writeService"] = $"{item.Name}-rw",
            ["readService"] = $"{item.Name}-r",
            ["phase"] =
                isReady ? "Cluster in healthy state"
                : ready == 0 ? "Setting up primary"
                : pods.Count < instances ? "Creating a new replica"
                : "Waiting for the instances to become active",
            ["managedRolesStatus"] = roles.ToStatus(isReady),
        };
        if (primary is not null)
        {
            fields["currentPrimary"] = primary;
            fields["targetPrimary"] = primary;
        }

        var readiness = isReady
            ? new Condition("Ready", "True", "ClusterIsReady", "Cluster is Ready")
            : new Condition("Ready", "False", "ClusterIsNotReady", "Cluster Is Not Ready");
        if (isReady && item.Source.Spec.Objects("plugins").FirstOrDefault(plugin => plugin.Flag("isWALArchiver")) is { } archiver)
        {
            var archiving = _archive.FindProblem(item.Namespace, archiver) is { } problem
                ? new Condition("ContinuousArchiving", "False", "ContinuousArchivingFailing", problem)
                : new Condition("ContinuousArchiving", "True", "ContinuousArchivingSuccess", "Continuous archiving is working");
            context.Write(item, fields, readiness, archiving);
        }
        else
        {
            context.Write(item, fields, readiness);
        }
    }
}
