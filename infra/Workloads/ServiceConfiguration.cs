using System.Security.Cryptography;
using System.Text;
using Infra.Backend.Planning;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <summary>The ConfigMap and Secret with the environment variables of a service.</summary>
internal sealed class ServiceConfiguration
{
    private readonly ConfigMap? _configMap;
    private readonly Secret? _secret;

    public ServiceConfiguration(ServicePlan service, Func<string, ObjectMetaArgs> metadata, CustomResourceOptions options)
    {
        Checksum = ComputeChecksum(service);
        if (!service.Environment.IsEmpty)
        {
            _configMap = new ConfigMap(
                service.System.ResourceName(service.Name),
                new ConfigMapArgs { Metadata = metadata(service.Name), Data = service.Environment.ToDictionary() },
                options
            );
        }

        if (!service.Secrets.IsEmpty)
        {
            _secret = new Secret(
                service.System.ResourceName(service.Name),
                new SecretArgs
                {
                    Metadata = metadata(service.Name),
                    Type = "Opaque",
                    StringData = Output.CreateSecret(service.Secrets.ToDictionary()),
                },
                options
            );
        }
    }

    /// <summary>
    /// A checksum of the configuration. As an annotation of the pod template it makes a change of the configuration roll the pods.
    /// </summary>
    public string Checksum { get; }

    /// <summary>The sources of a container's environment.</summary>
    public EnvFromSourceArgs[] Sources()
    {
        var sources = new List<EnvFromSourceArgs>();
        if (_configMap is not null)
        {
            sources.Add(new EnvFromSourceArgs { ConfigMapRef = new ConfigMapEnvSourceArgs { Name = Name(_configMap.Metadata) } });
        }

        if (_secret is not null)
        {
            sources.Add(new EnvFromSourceArgs { SecretRef = new SecretEnvSourceArgs { Name = Name(_secret.Metadata) } });
        }

        return [.. sources];
    }

    private static Output<string> Name(Output<Pulumi.Kubernetes.Types.Outputs.Meta.V1.ObjectMeta> metadata) =>
        metadata.Apply(meta => meta.Name);

    /// <summary>32 bits detect a change but are too few to confirm a guessed secret.</summary>
    private static string ComputeChecksum(ServicePlan service)
    {
        var text = new StringBuilder();
        var files = service
            .Files.OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => KeyValuePair.Create(file.Key, file.Value.Content.Value));
        foreach (var (name, value) in service.Environment.Concat(service.Secrets).Concat(files))
        {
            text.Append(name).Append('=').Append(value).Append('\0');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 4));
    }
}
