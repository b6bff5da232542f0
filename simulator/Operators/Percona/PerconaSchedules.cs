using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Kubernetes.Schedules;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Percona;

/// <summary>
/// Creates the backups of a cluster's schedules, and deletes the oldest beyond the number to keep. As in the operators, a schedule is
/// counted from when the operator started.
/// </summary>
internal sealed class PerconaSchedules(StandInContext context, PerconaBackupKinds kinds)
{
    private const string AncestorLabel = "percona.com/backup-ancestor";

    private readonly Dictionary<(string Cluster, string Name, string Schedule), DateTimeOffset> _next = [];

    /// <summary>Creates what is due.</summary>
    /// <returns>The time until the next backup; null if there is none.</returns>
    public TimeSpan? Run(PlainObject cluster, IEnumerable<JsonObject> schedules)
    {
        TimeSpan? wait = null;
        foreach (var schedule in schedules)
        {
            if (FindCron(schedule.Text("schedule") ?? "") is not { } cron)
            {
                continue;
            }

            var (name, now) = (schedule.Text("name") ?? "", context.Now);
            var key = (cluster.Uid, name, schedule.Text("schedule")!);
            if (_next.TryGetValue(key, out var due) && due <= now)
            {
                Create(cluster, name, schedule, due);
                Retain(cluster, name, schedule);
            }

            if ((!_next.ContainsKey(key) || due <= now) && cron.Next(now) is { } next)
            {
                _next[key] = next;
            }

            if (_next.TryGetValue(key, out var planned) && (wait is null || planned - now < wait))
            {
                wait = planned - now;
            }
        }

        return wait;
    }

    private static CronSchedule? FindCron(string schedule)
    {
        try
        {
            return CronSchedule.Parse(schedule);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private void Create(PlainObject cluster, string schedule, JsonObject settings, DateTimeOffset time)
    {
        var suffix = time.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        var name = $"cron-{cluster.Name}-{schedule}-{suffix}";
        if (context.Client.Find(kinds.Backups, cluster.Namespace, name) is not null)
        {
            return;
        }

        context.Client.Create(
            kinds.Backups,
            new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = name,
                    ["namespace"] = cluster.Namespace,
                    ["labels"] = new JsonObject { [AncestorLabel] = schedule, ["percona.com/cluster"] = cluster.Name },
                },
                ["spec"] = new JsonObject { [kinds.ClusterField] = cluster.Name, ["storageName"] = settings.Text("storageName") },
            }
        );
    }

    private void Retain(PlainObject cluster, string schedule, JsonObject settings)
    {
        var count = settings.Number("retention", "count") ?? settings.Number("keep") ?? 0;
        if (count <= 0)
        {
            return;
        }

        var done = context
            .Client.List(kinds.Backups, cluster.Namespace)
            .Items.Where(backup =>
                backup.Spec.Text(kinds.ClusterField) == cluster.Name
                && backup.Labels.GetValueOrDefault(AncestorLabel) == schedule
                && backup.Status.Text("state") == kinds.Done
            )
            .OrderBy(backup => backup.Name, StringComparer.Ordinal)
            .ToList();
        foreach (var old in done.Take(Math.Max(0, done.Count - (int)Math.Min(count, int.MaxValue))))
        {
            context.Client.Delete(kinds.Backups, cluster.Namespace, old.Name);
        }
    }
}
