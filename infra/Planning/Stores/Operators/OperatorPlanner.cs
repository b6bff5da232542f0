using Infra.Backend.Planning.Stores.Metrics;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>Plans what the operators of a cluster's stores are asked for.</summary>
internal sealed class OperatorPlanner(StackSettings settings, SystemIdentity system)
{
    private readonly PlacementPlanner _placement = new(settings, FaultTolerancePreset.For(settings.FaultTolerance), system);

    /// <summary>Adds the custom resources and the pods to a store of the form <c>operator</c>.</summary>
    public StorePlan Plan(StorePlan store)
    {
        if (store.Operator is not { } storeOperator)
        {
            return store;
        }

        var asked = Resolve(store, storeOperator);
        return store with
        {
            Objects = [.. storeOperator.CreateObjects(asked).OrderBy(item => item.Stage)],
            Copies = store.Kind == StoreKind.Kafka ? KafkaServers.GetCopies(asked) : null,
            ServerSize = asked.Resources,
            Pods = [.. storeOperator.CountPods(asked)],
            Trial = store.Drill is null ? null : storeOperator.FindTrial(asked),
        };
    }

    private OperatedStore Resolve(StorePlan store, StoreOperator storeOperator)
    {
        var own = store.Settings.Resources ?? new ResourceSettings();
        var usual = storeOperator.Facts.Size;
        var named = own.Size is null ? usual : settings.Sizes[own.Size];
        return new OperatedStore
        {
            Name = store.Name,
            Settings = store.Settings,
            System = system,
            FaultTolerance = settings.FaultTolerance,
            Image = store.Image?.Image.Resolve(settings.Images).ToString(),
            Version = store.Image?.Version,
            ExporterImage =
                store.Metrics is not null && StoreExporter.Find(store.Kind) is { } exporter
                    ? new ImageSettings { Reference = exporter.Image }
                        .Resolve(settings.Images)
                        .ToString()
                    : null,
            Users = store.Users,
            Database = store.Administrator.Database,
            Backup = store.Backup,
            Resources = named with { Requests = own.Requests.Or(named.Requests), Limits = own.Limits.Or(named.Limits) },
            Placement = _placement.Plan(new PlacementSettings { Pool = store.Settings.Pool }, ServiceKind.Stateful),
        };
    }
}
