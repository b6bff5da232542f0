using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Kubernetes.Schedules;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.CloudNativePg;

/// <summary>A <c>ScheduledBackup</c>: creates Backups by a schedule of six fields, the first of which is a number of seconds.</summary>
internal sealed class PostgresScheduledBackup(StandInContext context) : StandIn
{
    public override GroupResource Resource => PostgresNames.Kind("scheduledbackups");

    public override TimeSpan? Reconcile(PlainObject item)
    {
        var (spec, status) = (item.Source.Spec, item.Source.Status);
        if (spec.Flag("suspend"))
        {
            return null;
        }

        var now = context.Now;
        if (FindNext(spec.Text("schedule") ?? "", now) is not { } next)
        {
            context.Write(item, new JsonObject { ["error"] = $"invalid schedule: {spec.Text("schedule")}" });
            return null;
        }

        var planned = status.Time("nextScheduleTime");
        if (planned is null && spec.Flag("immediate"))
        {
            CreateBackup(item, now, isImmediate: true);
        }
        else if (planned is { } due && due <= now)
        {
            CreateBackup(item, due, isImmediate: false);
        }
        else if (planned is { } later && later <= next && status.Text("error") is null)
        {
            return later - now;
        }

        var fields = new JsonObject
        {
            ["lastCheckTime"] = Timestamps.Format(now),
            ["nextScheduleTime"] = Timestamps.Format(next),
            ["error"] = null,
        };
        if (planned <= now)
        {
            fields["lastScheduleTime"] = Timestamps.Format(planned.Value);
        }

        context.Write(item, fields);
        return next - now;
    }

    private static DateTimeOffset? FindNext(string schedule, DateTimeOffset now)
    {
        var fields = schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            return schedule.StartsWith('@') ? CronSchedule.Parse(schedule).Next(now)
                : fields.Length == 6
                && int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && seconds <= 59
                    ? CronSchedule.Parse(string.Join(' ', fields[1..])).Next(now.AddSeconds(-seconds))?.AddSeconds(seconds)
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private void CreateBackup(PlainObject item, DateTimeOffset time, bool isImmediate)
    {
        var name = $"{item.Name}-{time.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}";
        if (context.Client.Find(PostgresNames.Kind("backups"), item.Namespace, name) is not null)
        {
            return;
        }

        var spec = new JsonObject();
        foreach (var field in (ReadOnlySpan<string>)["cluster", "target", "method", "online", "onlineConfiguration", "pluginConfiguration"])
        {
            PodParts.CopyTo(spec, item.Source.Spec, field);
        }

        var metadata = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = item.Namespace,
            ["labels"] = new JsonObject
            {
                [PostgresNames.ClusterLabel] = item.Source.Spec.Text("cluster", "name"),
                ["cnpg.io/immediateBackup"] = isImmediate ? "true" : "false",
                ["cnpg.io/scheduled-backup"] = item.Name,
            },
        };
        if (FindOwner(item) is { } owner)
        {
            metadata["ownerReferences"] = new JsonArray(OwnerReference.ToController(owner).ToJson());
        }

        context.Client.Create(PostgresNames.Kind("backups"), new JsonObject { ["metadata"] = metadata, ["spec"] = spec });
    }

    /// <summary>By default nothing owns the Backups, so that they outlive the schedule.</summary>
    private KubeObject? FindOwner(PlainObject item) =>
        item.Source.Spec.Text("backupOwnerReference") switch
        {
            "self" => item.Source,
            "cluster" => context.Client.Find(PostgresNames.Clusters, item.Namespace, item.Source.Spec.Text("cluster", "name") ?? ""),
            _ => null,
        };
}
