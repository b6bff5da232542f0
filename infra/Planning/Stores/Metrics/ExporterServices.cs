using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Stores.Metrics;

/// <summary>The worker with the exporter of a store.</summary>
internal static class ExporterServices
{
    /// <summary>The name of the size with what an exporter needs. No size of a catalogue has such a name.</summary>
    public const string SizeName = "store:exporter";

    /// <summary>Creates the service for a store whose exporter the stack runs.</summary>
    /// <param name="store">The store.</param>
    /// <param name="connection">How the exporter reaches it.</param>
    public static ServiceSettings Create(StorePlan store, StoreConnection connection)
    {
        var exporter = StoreExporter.Of(store.Kind);
        var probe = new ProbeSettings { Kind = ProbeKind.Tcp, Port = new PortReference(null, exporter.Port) };
        return new ServiceSettings
        {
            Kind = ServiceKind.Worker,
            Image = new ImageSettings { Reference = exporter.Image },
            Args = exporter.Args(connection),
            Env = new OrderedDictionary<string, EnvironmentSettings>(exporter.Env(connection), StringComparer.Ordinal),
            Resources = new ResourceSettings { Size = SizeName },
            Security = new SecuritySettings { User = new UserId(exporter.User), Group = exporter.User },
            Health = new HealthSettings
            {
                Startup = probe,
                Readiness = probe,
                Liveness = probe,
            },
            Replicas = 1,
            Owner = store.Settings.Owner,
            PartOf = store.Name,
        };
    }
}
