using Infra.Backend.Planning;
using Infra.Backend.Planning.K3s;
using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Docker.Inputs;
using Provider = Pulumi.Docker.Provider;
using ProviderArgs = Pulumi.Docker.ProviderArgs;

namespace Infra.Backend.Cluster.K3s;

/// <summary>The Docker engines of a cluster's containers: the local one, or one for each host.</summary>
internal sealed class K3sEngines
{
    private readonly K3sPlan _plan;
    private readonly SystemIdentity _system;
    private readonly Resource _parent;
    private readonly Lazy<Provider> _local;

    public K3sEngines(K3sPlan plan, SystemIdentity system, Resource parent)
    {
        _plan = plan;
        _system = system;
        _parent = parent;
        _local = new Lazy<Provider>(() => Create("docker", null));
    }

    /// <summary>The engine of this machine, or that of <c>DOCKER_HOST</c>.</summary>
    public Provider Local => _local.Value;

    /// <summary>The engine of a node.</summary>
    public Provider Of(K3sNode node) => node.Host is { } host ? Create($"docker-{node.Name}", host.Engine) : Local;

    /// <summary>The engine of the load balancer.</summary>
    public Provider OfBalancer(K3sBalancer balancer) =>
        balancer.Engine is { } engine ? Create($"docker-{HostAssignment.Balancer}", engine) : Local;

    private Provider Create(string name, string? engine)
    {
        var args = new ProviderArgs();
        if (engine is not null)
        {
            args.Host = engine;
        }

        if (_plan.Settings.Registry is { Username: { } user, Password: { } password } registry)
        {
            args.RegistryAuth = new ProviderRegistryAuthArgs
            {
                Address = AddressOf(registry),
                Username = user,
                Password = Output.CreateSecret(password.Value),
            };
        }

        return new Provider(_system.ResourceName(name), args, new CustomResourceOptions { Parent = _parent });
    }

    private static string AddressOf(ClusterRegistrySettings registry)
    {
        var (host, _) = K3sRegistries.Split(registry.Host);
        return registry.PlainHttp ? $"http://{host}" : host;
    }
}
