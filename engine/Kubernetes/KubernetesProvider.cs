using System.Collections.Concurrent;
using Infra.Engine.Kubernetes.Awaiting;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Configuration;
using Infra.Engine.Kubernetes.Rendering;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Kubernetes.Resources.Diffing;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes;

/// <summary>
/// The package <c>kubernetes</c>: like Pulumi's provider 4.32 in state, diff and waiting, without its Patch resources, Helm, Kustomize and YAML types.
/// </summary>
internal sealed class KubernetesProvider : IResourceProvider
{
    private readonly Func<string, string?> _environment;
    private readonly Func<ProviderSettings, Action<string>, ClusterLink> _link;
    private readonly IProviderLog _log;
    private readonly AsyncLocal<Urn> _current = new();

    // Types the program itself defines: their scope is known before the cluster knows it.
    private readonly ConcurrentDictionary<(string Group, string Kind), bool> _definedHere = new();
    private ProviderSettings _settings = new();
    private ClusterLink? _cluster;
    private IResourceBackend? _backend;

    public KubernetesProvider(IProviderLog log)
        : this(log, Environment.GetEnvironmentVariable, null)
    {
    }

    /// <summary>Makes a provider with surroundings of the caller's.</summary>
    /// <param name="log">Where to report.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    /// <param name="link">Makes the way to the cluster; null for the real one.</param>
    public KubernetesProvider(
        IProviderLog log, Func<string, string?> environment, Func<ProviderSettings, Action<string>, ClusterLink>? link)
    {
        _log = log;
        _environment = environment;
        _link = link ?? ((settings, onWarning) => new ClusterLink(settings, environment, TimeProvider.System, onWarning));
    }

    private ClusterLink Cluster => _cluster ?? throw new InvalidOperationException("The provider is not configured.");

    private IResourceBackend Backend => _backend ?? throw new InvalidOperationException("The provider is not configured.");

    private bool IsRendering => _settings.RenderYamlToDirectory is not null;

    public Task<CheckResult> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken) => Task.FromResult(new CheckResult
    {
        Inputs = request.NewInputs,
        Failures = ConfigurationChecker.Check(request.Urn.Name, request.NewInputs, _environment),
    });

    public Task<DiffResult> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(ConfigurationDiffer.Diff(request.OldInputs, request.NewInputs, _environment));

    public Task ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken)
    {
        _settings = ProviderSettings.Parse(request.Inputs, _environment);
        _cluster = _link(_settings, WarnOfCurrent);
        _backend = _settings.RenderYamlToDirectory is { } directory
            ? new DirectoryBackend(directory, _log)
            : new ClusterBackend(_cluster, _settings, _log);
        return Task.CompletedTask;
    }

    public async Task<CheckResult> CheckAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        if (_settings.SkipUpdateUnreachable && !IsRendering && request.OldInputs.Count > 0 && await Cluster.WhyUnreachableAsync() is { } reason)
        {
            _log.Warning(request.Urn, $"{reason}; left as it is, because skipUpdateUnreachable is set");
            return new CheckResult { Inputs = request.OldInputs };
        }

        var type = TypeOf(request.NewInputs, request.Urn);
        RememberDefinition(request.NewInputs, type);
        var options = new CheckOptions(
            () => Cluster.DefaultNamespace,
            _settings.EnableServerSideApply,
            IsRendering,
            _environment("PULUMI_KUBERNETES_MANAGED_BY_LABEL") ?? "pulumi");
        return InputChecker.Check(request, options, await IsNamespacedAsync(type, cancellationToken));
    }

    public async Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        var old = ObjectState.Parse(request.OldState);
        var newInputs = PropertyConversion.ToManifest(request.NewInputs);
        var type = newInputs.Type();
        var diff = ResourceDiffer.Diff(new ObjectVersions
        {
            OldInputs = old.Inputs.Count > 0 ? old.Inputs : PropertyConversion.ToManifest(request.OldInputs),
            OldLive = old.Live,
            NewInputs = newInputs,
            IsNamespaced = await IsNamespacedAsync(type, cancellationToken),
            ConfigMapsAreMutable = _settings.EnableConfigMapMutable,
            SecretsAreMutable = _settings.EnableSecretMutable,
            IgnoreChanges = IgnoredPaths.Parse(request.IgnoreChanges),
        });
        if (Annotations.IsTrue(newInputs, Annotations.ReplaceUnready) && await IsUnreadyJobAsync(request.Urn, type, old, cancellationToken))
        {
            const string Reason = "metadata.annotations[\"pulumi.com/replaceUnready\"]";
            return diff with
            {
                Changes = DiffChanges.Some,
                ReplaceKeys = [.. diff.ReplaceKeys, Reason],
                DeleteBeforeReplace = ResourceDiffer.CannotStandBeside(newInputs, old.Live),
            };
        }

        return IsRendering && _settings.AlwaysRender ? diff with { Changes = DiffChanges.Some } : diff;
    }

    public Task<CreateResult> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        _current.Value = request.Urn;
        return Backend.CreateAsync(request, cancellationToken);
    }

    public Task<UpdateResult> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        _current.Value = request.Urn;
        return Backend.UpdateAsync(request, cancellationToken);
    }

    public Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        _current.Value = request.Urn;
        return Backend.DeleteAsync(request, cancellationToken);
    }

    public Task<ReadResult> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        _current.Value = request.Urn;
        return Backend.ReadAsync(request, cancellationToken);
    }

    public Task<InvokeResult> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken) =>
        throw new ResourceProviderException($"the function {request.Token} is not supported: describe the objects in the program");

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static GroupVersionKind TypeOf(PropertyMap inputs, Urn urn)
    {
        var declared = TypeTokens.Parse(urn.Type);
        var apiVersion = inputs.Find("apiVersion")?.RevealSecrets() is PropertyString version ? version.Value : declared?.ApiVersion ?? "";
        var kind = inputs.Find("kind")?.RevealSecrets() is PropertyString text ? text.Value : declared?.Kind ?? "";
        return GroupVersionKind.Parse(apiVersion, kind);
    }

    private void RememberDefinition(PropertyMap inputs, GroupVersionKind type)
    {
        if (BuiltInTypes.IsCustomResourceDefinition(type))
        {
            var spec = PropertyConversion.ToManifest(inputs)["spec"];
            _definedHere[(spec.Text("group") ?? "", spec.Text("names", "kind") ?? "")] = spec.Text("scope") != "Cluster";
        }
    }

    private async Task<bool> IsNamespacedAsync(GroupVersionKind type, CancellationToken cancellationToken)
    {
        if (BuiltInTypes.IsNamespaced(type) is { } known)
        {
            return known;
        }

        if (_definedHere.TryGetValue((type.Group, type.Kind), out var defined) || IsRendering || _settings.IsClusterUnknown)
        {
            return defined || !_definedHere.ContainsKey((type.Group, type.Kind));
        }

        try
        {
            return (await Cluster.Session.Api.FindAsync(type, cancellationToken))?.IsNamespaced ?? true;
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            // Most custom types are namespaced; the operation that follows will say what is wrong with the cluster.
            return true;
        }
    }

    private async Task<bool> IsUnreadyJobAsync(Urn urn, GroupVersionKind type, ObjectState old, CancellationToken cancellationToken)
    {
        if (type is not { Group: "batch", Kind: "Job" })
        {
            _log.Warning(urn, $"{Annotations.ReplaceUnready} has a meaning for Jobs only");
            return false;
        }

        if (IsRendering || _settings.IsClusterUnknown)
        {
            return false;
        }

        try
        {
            var session = Cluster.Session;
            return await session.Api.FindAsync(type, cancellationToken) is { } resource
                && !Conditions.IsTrue(await session.Api.GetAsync(resource, old.Live, cancellationToken), "Complete");
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            return false;
        }
    }

    private void WarnOfCurrent(string warning)
    {
        var isDeprecation = warning.Contains("deprecated", StringComparison.OrdinalIgnoreCase);
        if (!_current.Value.IsEmpty && !(isDeprecation && _settings.SuppressDeprecationWarnings))
        {
            _log.Warning(_current.Value, warning);
        }
    }
}
