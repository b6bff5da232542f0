using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Infra.Backend.Planning;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <summary>The objects with the environment variables of a service, and the environment of its containers.</summary>
internal sealed class ServiceConfiguration
{
    private readonly ConfigMap? _configMap;
    private readonly Secret? _secret;
    private readonly Secret? _containerSecret;
    private readonly ServicePlan _service;

    public ServiceConfiguration(ServicePlan service, Func<string, ObjectMetaArgs> metadata, CustomResourceOptions options)
    {
        _service = service;
        Checksum = ComputeChecksum(service);
        if (!service.Environment.IsEmpty)
        {
            _configMap = new ConfigMap(
                service.System.ResourceName(service.Name),
                new ConfigMapArgs { Metadata = metadata(service.Name), Data = service.Environment.ToDictionary() },
                options
            );
        }

        _secret = CreateSecret(service.Name, service.Secrets);
        _containerSecret = CreateSecret(DerivedNames.ContainerSecrets(service.Name), service.ContainerSecrets);

        Secret? CreateSecret(string name, ImmutableSortedDictionary<string, string> entries) =>
            entries.IsEmpty
                ? null
                : new Secret(
                    service.System.ResourceName(name),
                    new SecretArgs
                    {
                        Metadata = metadata(name),
                        Type = "Opaque",
                        StringData = Output.CreateSecret(entries.ToDictionary()),
                    },
                    options
                );
    }

    /// <summary>
    /// A checksum of the configuration. As an annotation of the pod template it makes a change of the configuration roll the pods.
    /// </summary>
    public string Checksum { get; }

    /// <summary>Adds the environment of a container: the objects with variables, then variables of its own, which override those.</summary>
    public void AddTo(ContainerArgs container, ContainerPlan plan)
    {
        var sources = new List<EnvFromSourceArgs>(_service.EnvironmentSources.Select(EnvironmentVariables.Create));
        if (_configMap is not null)
        {
            sources.Add(new EnvFromSourceArgs { ConfigMapRef = new ConfigMapEnvSourceArgs { Name = Name(_configMap.Metadata) } });
        }

        if (_secret is not null)
        {
            sources.Add(new EnvFromSourceArgs { SecretRef = new SecretEnvSourceArgs { Name = Name(_secret.Metadata) } });
        }

        sources.AddRange(plan.EnvironmentSources.Select(EnvironmentVariables.Create));
        if (sources.Count > 0)
        {
            container.EnvFrom = sources;
        }

        if (!plan.Variables.IsEmpty)
        {
            container.Env = plan.Variables.Select(CreateVariable).ToArray();
        }
    }

    private EnvVarArgs CreateVariable(EnvironmentVariable variable) =>
        variable.Source switch
        {
            OwnSecretKey { Key: var key } => EnvironmentVariables.FromSecret(variable.Name, Name(_containerSecret!.Metadata), key),
            // The container of a version has the version's name.
            ContainerResource resource when resource.Container == _service.Family => EnvironmentVariables.Create(
                variable with
                {
                    Source = resource with { Container = _service.Name },
                }
            ),
            _ => EnvironmentVariables.Create(variable),
        };

    private static Output<string> Name(Output<Pulumi.Kubernetes.Types.Outputs.Meta.V1.ObjectMeta> metadata) =>
        metadata.Apply(meta => meta.Name);

    /// <summary>32 bits detect a change but are too few to confirm a guessed secret.</summary>
    private static string ComputeChecksum(ServicePlan service)
    {
        var text = new StringBuilder();
        var files =
            from file in service.Files.OrderBy(file => file.Path, StringComparer.Ordinal)
            from entry in file.Entries
            let path = file.IsFolder ? $"{file.Path}/{entry.Name}" : file.Path
            select KeyValuePair.Create(path, entry.Content.Text ?? entry.Content.Base64!);
        foreach (var (name, value) in service.Environment.Concat(service.Secrets).Concat(files).Concat(service.ContainerSecrets))
        {
            text.Append(name).Append('=').Append(value).Append('\0');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 4));
    }
}
