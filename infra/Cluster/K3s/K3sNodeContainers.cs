using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Planning.K3s;
using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Docker;
using Pulumi.Docker.Inputs;

namespace Infra.Backend.Cluster.K3s;

/// <summary>Declares the containers of nodes and their volumes.</summary>
/// <param name="plan">The cluster.</param>
/// <param name="system">The system's names.</param>
/// <param name="parent">The parent of the resources.</param>
/// <param name="image">The nodes' image, which fails where the upgrade is not allowed.</param>
/// <param name="network">The network of the containers; null if each has its host's.</param>
internal sealed class K3sNodeContainers(K3sPlan plan, SystemIdentity system, Resource parent, Output<string> image, Network? network)
{
    private const string Secret = "0600";

    /// <summary>What etcd needs to leave its peers in order.</summary>
    private const int StopSeconds = 30;

    /// <summary>How long a node has to become healthy, the pull of its image not included.</summary>
    private const int StartSeconds = 300;

    private const int Limit = 65535;

    public Container Create(K3sNode node, ProviderResource engine, InputList<Resource> after)
    {
        var args = new ContainerArgs
        {
            Name = node.Container,
            Image = image,
            Command = { node.IsServer ? "server" : "agent" },
            Privileged = plan.Settings.Privileged,
            CgroupnsMode = "private",
            Tmpfs = { ["/run"] = "", ["/var/run"] = "" },

            // K3s clears the root control group itself if it is the first process.
            Init = false,
            Restart = "unless-stopped",
            DestroyGraceSeconds = StopSeconds,
            Healthcheck = Check(node),
            Wait = true,
            WaitTimeout = StartSeconds,
            Uploads = Files(node).ToArray(),
            Volumes = CreateVolumes(node, engine).ToArray(),
        };
        if (plan.Settings.Privileged)
        {
            args.Ulimits = new[] { "nofile", "nproc" }
                .Select(name => new ContainerUlimitArgs
                {
                    Name = name,
                    Soft = Limit,
                    Hard = Limit,
                })
                .ToArray();
        }

        if (plan.Settings.Runtime is { } runtime)
        {
            args.Runtime = runtime;
        }

        Connect(args, node);
        return new Container(
            system.ResourceName(node.Name),
            args,
            new CustomResourceOptions
            {
                Parent = parent,
                Provider = engine,
                DependsOn = after,
            }
        );
    }

    /// <summary>The options that keep a volume whose resource is deleted.</summary>
    /// <param name="hasData">Whether it has data.</param>
    /// <param name="data">What may become of the data.</param>
    public static CustomResourceOptions Keep(bool hasData, StoreData data) =>
        new() { Protect = hasData && data == StoreData.Protected, RetainOnDelete = hasData && data == StoreData.Retained };

    private void Connect(ContainerArgs args, K3sNode node)
    {
        if (network is null)
        {
            args.NetworkMode = "host";
            return;
        }

        var attachment = new ContainerNetworksAdvancedArgs { Name = network.Name };
        if (node.Address is { } address)
        {
            attachment.Ipv4Address = address;
        }

        args.Hostname = node.Name;
        args.NetworksAdvanced = attachment;
        if (plan.PublishesServer && node == plan.Servers[0])
        {
            args.Ports = new ContainerPortArgs
            {
                Internal = K3sPlan.ApiPort,
                External = plan.Settings.LoadBalancer.Port,
                Ip = plan.Settings.LoadBalancer.Address,
            };
        }
    }

    /// <summary>A server is healthy when its API is ready, every node when its kubelet has registered.</summary>
    private static ContainerHealthcheckArgs Check(K3sNode node) =>
        new()
        {
            Tests = node.IsServer
                ? ["CMD-SHELL", $"kubectl get --raw /readyz && kubectl get node {node.Name}"]
                : ["CMD", "kubectl", "--kubeconfig", K3sFiles.KubeletKubeconfig, "get", "node", node.Name],
            Interval = "2s",
            Timeout = "5s",
            Retries = 60,
        };

    private IEnumerable<ContainerUploadArgs> Files(K3sNode node)
    {
        var identity = plan.Identity;
        yield return new ContainerUploadArgs
        {
            File = K3sFiles.Config,
            Content = node.Config,
            Permissions = Secret,
        };
        yield return Hidden(K3sFiles.Token, $"{(node.IsServer ? identity.ServerToken : identity.AgentToken)}\n");
        if (node.IsServer)
        {
            yield return Hidden(K3sFiles.AgentToken, $"{identity.AgentSecret}\n");
        }

        if (plan.Registries is { } registries)
        {
            yield return plan.Settings.Registry!.Password is null
                ? new ContainerUploadArgs { File = K3sFiles.Registries, Content = registries }
                : Hidden(K3sFiles.Registries, registries);
        }

        if (plan.Settings.Registry?.Authority is { } authority)
        {
            yield return new ContainerUploadArgs { File = K3sRegistries.AuthorityFile, Content = authority };
        }

        // The other servers receive them from the first.
        foreach (var (path, content) in node == plan.Servers[0] ? identity.AuthorityFiles() : [])
        {
            yield return Hidden(path, content);
        }
    }

    private static ContainerUploadArgs Hidden(string path, string content) =>
        new()
        {
            File = path,
            Content = Output.CreateSecret(content),
            Permissions = Secret,
        };

    private IEnumerable<ContainerVolumeArgs> CreateVolumes(K3sNode node, ProviderResource engine)
    {
        foreach (var (name, path, hasData) in node.Volumes)
        {
            var options = Keep(hasData, plan.Settings.Data);
            (options.Parent, options.Provider) = (parent, engine);
            var volume = new Volume(system.ResourceName(name[(plan.Name.Length + 1)..]), new VolumeArgs { Name = name }, options);
            yield return new ContainerVolumeArgs { VolumeName = volume.Name, ContainerPath = path };
        }
    }
}
