using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Hosting;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Tests.Controllers;

/// <summary>A cluster in virtual time with some controllers only.</summary>
internal sealed class ControllerCluster : IDisposable
{
    private readonly VirtualClock _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public ControllerCluster(Action<ControllerContext> start)
    {
        var cluster = new InMemoryCluster(_clock, new IdentitySource(3));
        Client = cluster.Client;
        ClusterBootstrap.Run(Client);
        Context = new ControllerContext(Client, _clock, cluster.Identities, ComponentFailure.Throw);
        start(Context);
        Context.Loop.RunReady();
    }

    public IClusterClient Client { get; }

    public ControllerContext Context { get; }

    public void Dispose() => Context.Loop.Dispose();

    /// <summary>Creates a namespace with the ServiceAccount that admission requires.</summary>
    public void CreateNamespace(string name)
    {
        Client.Create(GroupResource.Namespaces, new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });
        Client.Create(
            GroupResource.ServiceAccounts,
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = "default", ["namespace"] = name },
            }
        );
    }

    /// <summary>Advances the clock.</summary>
    public void Run(double seconds) => Context.Loop.RunFor(_clock, TimeSpan.FromSeconds(seconds));
}
