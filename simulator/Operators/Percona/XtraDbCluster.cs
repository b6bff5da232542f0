using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Percona;

/// <summary>
/// A <c>PerconaXtraDBCluster</c>: the StatefulSets <c>-pxc</c> and <c>-haproxy</c> or <c>-proxysql</c>, their Services, the Secret of the
/// system's users, and the state.
/// </summary>
internal sealed class XtraDbCluster(StandInContext context) : StandIn
{
    private readonly PerconaSchedules _schedules = new(context, PerconaBackupKinds.XtraDb);
    private readonly PerconaRemoval _removal = new(context, PerconaBackupKinds.XtraDb.Clusters);
    private static readonly string[] _users = ["root", "operator", "monitor", "xtrabackup", "replication", "proxyadmin"];

    public override GroupResource Resource => new("pxc.percona.com", "perconaxtradbclusters");

    public override TimeSpan? Reconcile(PlainObject item)
    {
        var spec = item.Source.Spec;
        var nodes = spec.Map("pxc") ?? [];
        if (FindProblem(nodes, spec) is { } problem)
        {
            context.Write(item, new JsonObject { ["state"] = "error", ["message"] = new JsonArray(problem) });
            return null;
        }

        context.Objects.CreateSecretOnce(item, GetSecret(item), Labels(item, "pxc"), () =>
            _users.ToDictionary(user => user, _ => context.Objects.DrawPassword())
        );
        var status = new JsonObject { ["observedGeneration"] = item.Source.Generation };
        var (size, ready) = (0L, 0L);
        var host = $"{item.Name}-pxc.{item.Namespace}";
        foreach (var (part, settings) in GetParts(spec))
        {
            var set = CreateSet(item, part, settings);
            var running = set.Apply(context, item);
            CreateServices(item, part);
            status[part] = new JsonObject
            {
                ["size"] = set.Size,
                ["ready"] = running,
                ["status"] = running == set.Size ? "ready" : "initializing",
            };
            (size, ready) = (size + set.Size, ready + running);
            host = part == "pxc" ? host : $"{item.Name}-{part}.{item.Namespace}";
        }

        (status["size"], status["ready"], status["host"]) = (size, ready, host);
        status["state"] = ready == size ? "ready" : "initializing";
        status["message"] = null;
        context.Write(item, status, new Condition(ready == size ? "ready" : "initializing", "True"));
        return ready == size ? _schedules.Run(item, spec.Map("backup")?.Objects("schedule") ?? []) : RetryInterval;
    }

    public override void Release(PlainObject item) =>
        _removal.Release(
            item,
            [
                new PerconaFinalizer("delete-pxc-pods-in-order"),
                new PerconaFinalizer("delete-ssl"),
                new PerconaFinalizer("delete-proxysql-pvc") { Claims = Labels(item, "proxysql") },
                new PerconaFinalizer("delete-pxc-pvc") { Claims = Labels(item, "pxc"), Secret = GetSecret(item) },
            ]
        );

    private static string GetSecret(PlainObject item) => item.Source.Spec.Text("secretsName") ?? $"{item.Name}-secrets";

    private static string? FindProblem(JsonObject nodes, JsonObject spec)
    {
        var size = nodes.Number("size") ?? 3;
        return !spec.Flag("unsafeFlags", "pxcSize") && (size < 3 || size % 2 == 0)
            ? "check safe defaults: PXC size should be 3 or 5; set spec.unsafeFlags.pxcSize to true to disable this check"
            : null;
    }

    private static IEnumerable<(string Part, JsonObject Settings)> GetParts(JsonObject spec)
    {
        yield return ("pxc", spec.Map("pxc") ?? []);
        foreach (var part in (string[])["haproxy", "proxysql"])
        {
            if (spec.Flag(part, "enabled"))
            {
                yield return (part, spec.Map(part)!);
            }
        }
    }

    private static PerconaSet CreateSet(PlainObject item, string part, JsonObject settings) =>
        new()
        {
            Name = $"{item.Name}-{part}",
            Container = part,
            Labels = Labels(item, part),
            Ports = PodParts.Ports(("mysql", 3306), ("mysql-admin", 33062)),
            ProbedPort = 3306,
            Volume =
                part == "pxc" ? "datadir"
                : part == "proxysql" ? "proxydata"
                : null,
            Settings = settings,
            Image = $"percona/{part}",
        };

    private void CreateServices(PlainObject item, string part)
    {
        var labels = Labels(item, part);
        (string, int)[] ports = [("mysql", 3306), ("mysql-admin", 33062)];
        if (part == "pxc")
        {
            foreach (var name in (string[])[$"{item.Name}-pxc", $"{item.Name}-pxc-unready"])
            {
                context.Objects.Apply(item, GroupResource.Services, name, OwnedObjects.Service(labels, labels, ports, isHeadless: true));
            }

            return;
        }

        context.Objects.Apply(item, GroupResource.Services, $"{item.Name}-{part}", OwnedObjects.Service(labels, labels, ports));
        if (part == "haproxy")
        {
            var replicas = OwnedObjects.Service(labels, labels, [("mysql-replicas", 3306)]);
            context.Objects.Apply(item, GroupResource.Services, $"{item.Name}-haproxy-replicas", replicas);
        }
    }

    private static Dictionary<string, string> Labels(PlainObject item, string component) =>
        new()
        {
            ["app.kubernetes.io/name"] = "percona-xtradb-cluster",
            ["app.kubernetes.io/part-of"] = "percona-xtradb-cluster",
            ["app.kubernetes.io/instance"] = item.Name,
            ["app.kubernetes.io/managed-by"] = "percona-xtradb-cluster-operator",
            ["app.kubernetes.io/component"] = component,
        };
}
