using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Backups;

/// <summary>Plans the namespace of a cluster's drills.</summary>
internal static class DrillPlanner
{
    /// <summary>Plans the drills; null if no store has any.</summary>
    /// <param name="settings">The settings of the cluster, those of its stores included.</param>
    /// <param name="system">The names of the system.</param>
    /// <param name="stores">The stores of the cluster.</param>
    public static DrillPlan? Plan(StackSettings settings, SystemIdentity system, IReadOnlyCollection<StorePlan> stores)
    {
        StorePlan[] drilled = [.. stores.Where(store => store.Drill is not null)];
        if (drilled.Length == 0)
        {
            return null;
        }

        var own = DrillServices.GetSystem(system);
        StorePlan[] trials = [.. drilled.Where(store => !store.HasBackupJobs).Select(store => OperatorDrill.CreateTrial(store, own))];
        var services = new OrderedDictionary<string, ServiceSettings>(StringComparer.Ordinal);
        var sizes = new OrderedDictionary<string, SizeSettings>(settings.Sizes, StringComparer.Ordinal)
        {
            [BackupPod.ClientSizeName] = BackupPod.ClientSize,
        };
        foreach (var store in drilled)
        {
            if (store.HasBackupJobs)
            {
                sizes.TryAdd(StoreServices.SizeName(store.Kind), DrillServices.GetServerSize(store));
            }

            var drill = store.HasBackupJobs
                ? DrillServices.Create(store)
                : OperatorDrill.CreateService(store, trials.First(trial => trial.Name == StoreNames.Trial(store.Name)));
            services[StoreNames.Drill(store.Name)] = DrillReport.IsWanted(settings.Monitoring)
                ? DrillReport.AddTo(drill, store.Name, system)
                : drill;
        }

        var expanded = settings with
        {
            Services = services,
            Sizes = sizes,
            Stores = new OrderedDictionary<string, StoreSettings>(StringComparer.Ordinal),
            OperatorPods = [.. trials.SelectMany(trial => trial.Pods)],
        };
        var buckets = drilled.Select(store => store.Backup!.Target).ToHashSet(StringComparer.Ordinal);
        return new DrillPlan(
            expanded,
            own,
            ServicePlanner.Plan(expanded, own),
            [.. stores.Where(store => buckets.Contains(store.Name))],
            [.. trials]
        );
    }
}
