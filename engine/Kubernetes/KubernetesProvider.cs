using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Awaiting;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;
using Infra.Engine.Kubernetes.Configuration;
using Infra.Engine.Kubernetes.Drift;
using Infra.Engine.Kubernetes.Ownership;
using Infra.Engine.Kubernetes.Rendering;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Kubernetes.Resources.Diffing;
using Infra.Engine.Kubernetes.Volumes;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes;

/// <summary>
/// The provider of the package <c>kubernetes</c>. State, diffs and waits are those of Pulumi's provider 4.32. It has no Helm, Kustomize
/// and YAML resources.
/// </summary>
internal sealed partial class KubernetesProvider : IResourceProvider, IDeletionNotices, IServiceIdentity, IObjectPresence, IFieldOwnership
{
    private readonly Func<string, string?> _environment;
    private readonly string _managedByLabel;
    private readonly Func<ProviderSettings, Action<string>, ClusterLink> _link;
    private readonly Func<string, CancellationToken, Task>? _beforeUse;
    private readonly IProviderLog _log;
    private readonly AsyncLocal<Urn> _current = new();

    // Kinds that the program itself defines, true if namespaced: the cluster may not have them yet.
    private readonly ConcurrentDictionary<(string Group, string Kind), bool> _ownDefinitions = new();
    private ProviderSettings _settings = new();
    private ClusterLink? _cluster;
    private IResourceBackend? _backend;

    /// <inheritdoc cref="KubernetesProviderFactory"/>
    public KubernetesProvider(IProviderLog log, Func<string, CancellationToken, Task>? beforeUse)
        : this(log, Environment.GetEnvironmentVariable, null) => _beforeUse = beforeUse;

    /// <summary>Creates a provider with a custom environment.</summary>
    /// <param name="log">Receives status and warnings.</param>
    /// <param name="environment">Gets an environment variable, or null.</param>
    /// <param name="link">Creates the link to the cluster; null for the real one.</param>
    public KubernetesProvider(
        IProviderLog log,
        Func<string, string?> environment,
        Func<ProviderSettings, Action<string>, ClusterLink>? link
    )
    {
        _log = log;
        _environment = environment;
        _managedByLabel = environment("PULUMI_KUBERNETES_MANAGED_BY_LABEL") ?? "pulumi";
        _link = link ?? ((settings, onWarning) => new ClusterLink(settings, environment, TimeProvider.System, onWarning));
    }

    private ClusterLink Cluster => _cluster ?? throw new InvalidOperationException("The provider is not configured.");

    private IResourceBackend Backend => _backend ?? throw new InvalidOperationException("The provider is not configured.");

    private bool IsRendering => _settings.RenderYamlToDirectory is not null;

    public Task<CheckResult> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(
            new CheckResult
            {
                Inputs = request.NewInputs,
                Failures = ConfigurationChecker.Check(request.Urn.Name, request.NewInputs, _environment),
            }
        );

    public Task<DiffResult> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(ConfigurationDiffer.Diff(request.OldInputs, request.NewInputs, _environment));

    public async Task ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken)
    {
        _settings = ProviderSettings.Parse(request.Inputs, _environment);
        if (_beforeUse is not null && _settings.Kubeconfig is { } kubeconfig)
        {
            await _beforeUse(kubeconfig, cancellationToken);
        }

        _cluster = _link(_settings, WarnForCurrent);
        _backend = _settings.RenderYamlToDirectory is { } directory
            ? new DirectoryBackend(directory, _log)
            : new ClusterBackend(_cluster, _settings, _log);
    }

    public async Task<CheckResult> CheckAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        if (_settings.SkipUpdateUnreachable && !IsRendering && request.OldInputs.Count > 0 && await Cluster.ProbeOnceAsync() is { } reason)
        {
            _log.Warning(request.Urn, $"{reason}; left unchanged, because skipUpdateUnreachable is set");
            return new CheckResult { Inputs = request.OldInputs };
        }

        var type = GetKind(request.NewInputs, request.Urn);
        RememberDefinition(request.NewInputs, type);
        var options = new CheckOptions(() => Cluster.DefaultNamespace, _settings.EnableServerSideApply, IsRendering, _managedByLabel);
        var check = ManifestChecker.Check(request, options, await IsNamespacedAsync(type, cancellationToken));
        if (IsRendering && check.Inputs.ContainsSecrets())
        {
            _log.Warning(request.Urn, "rendered YAML will contain a secret value in plaintext");
        }

        return check;
    }

    public async Task<IReadOnlyList<DeletionNotice>> DescribeDeletionsAsync(
        IReadOnlyList<Deletion> deletions,
        CancellationToken cancellationToken
    )
    {
        if (IsRendering)
        {
            return [];
        }

        var claims = new Dictionary<string, IReadOnlyList<JsonObject>>(StringComparer.Ordinal);
        foreach (var space in _settings.IsClusterUnknown ? [] : VolumeDeletionNotices.FindNamespaces(deletions))
        {
            try
            {
                claims[space] = [.. await Cluster.Session.Expansion.ListAsync(space, cancellationToken)];
            }
            catch (Exception e) when (ProviderErrors.IsExpected(e))
            {
                // The notices then name the claims by their templates, and the deletions report the problem with the cluster.
                break;
            }
        }

        return new VolumeDeletionNotices(deletions, claims).Describe();
    }

    public Task<string?> FindIdentityAsync(CancellationToken cancellationToken) =>
        IsRendering || _settings.IsClusterUnknown ? Task.FromResult<string?>(null) : ClusterIdentity.FindAsync(Cluster, cancellationToken);

    public async Task<IReadOnlyList<AbsentObject>> FindAbsentAsync(
        IReadOnlyList<RecordedObject> objects,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return IsRendering || _settings.IsClusterUnknown
                ? []
                : await Cluster.Session.Presence.FindAbsentAsync(objects, cancellationToken);
        }
        catch (KubeconfigException)
        {
            // The operations that need the cluster report it.
            return [];
        }
    }

    public FieldOwner? FindOwner(PropertyMap state, PropertyPath path) => FieldOwners.Find(ObjectState.Parse(state).Live, path);

    public async Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        var old = ObjectState.Parse(request.OldState);
        var newInputs = PropertyConversion.ToManifest(request.NewInputs);
        var type = newInputs.Type();
        var ignored = IgnoredPaths.Parse(request.IgnoreChanges);
        var diff = ResourceDiffer.Diff(
            new ObjectVersions
            {
                OldInputs = old.Inputs.Count > 0 ? old.Inputs : PropertyConversion.ToManifest(request.OldInputs),
                OldLive = old.Live,
                NewInputs = newInputs,
                IsNamespaced = await IsNamespacedAsync(type, cancellationToken),
                ConfigMapsAreMutable = _settings.EnableConfigMapMutable,
                SecretsAreMutable = _settings.EnableSecretMutable,
                IsPartial = TypeTokens.IsPatch(request.Urn.Type, newInputs.Text("kind")),
                IgnoreChanges = ignored,
            }
        );
        diff = VolumeDiff.Refine(diff, old.Live, IgnoredFields.WithLive(ignored, newInputs, old.Live));
        if (Annotations.IsTrue(newInputs, Annotations.ReplaceUnready) && await IsUnreadyJobAsync(request.Urn, type, old, cancellationToken))
        {
            const string Reason = "metadata.annotations[\"pulumi.com/replaceUnready\"]";
            return diff with
            {
                Changes = DiffChanges.Some,
                ReplaceKeys = [.. diff.ReplaceKeys, Reason],
                DeleteBeforeReplace = ResourceDiffer.CannotCoexist(newInputs, old.Live),
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
        throw new ResourceProviderException(TypeTokens.ExplainFunction(request.Token));

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static GroupVersionKind GetKind(PropertyMap inputs, Urn urn)
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
            _ownDefinitions[(spec.Text("group") ?? "", spec.Text("names", "kind") ?? "")] = spec.Text("scope") != "Cluster";
        }
    }

    private async Task<bool> IsNamespacedAsync(GroupVersionKind type, CancellationToken cancellationToken)
    {
        if (BuiltInTypes.IsNamespaced(type) is { } known)
        {
            return known;
        }

        if (_ownDefinitions.TryGetValue((type.Group, type.Kind), out var defined) || IsRendering || _settings.IsClusterUnknown)
        {
            return defined || !_ownDefinitions.ContainsKey((type.Group, type.Kind));
        }

        try
        {
            return (await Cluster.Session.Api.FindAsync(type, cancellationToken))?.IsNamespaced ?? true;
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            // Most custom resources are namespaced, and the following operation reports the problem with the cluster.
            return true;
        }
    }

    private async Task<bool> IsUnreadyJobAsync(Urn urn, GroupVersionKind type, ObjectState old, CancellationToken cancellationToken)
    {
        if (type is not { Group: "batch", Kind: "Job" })
        {
            _log.Warning(urn, $"{Annotations.ReplaceUnready} has an effect on Jobs only");
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

    private void WarnForCurrent(string warning)
    {
        var isDeprecation = warning.Contains("deprecated", StringComparison.OrdinalIgnoreCase);
        if (!_current.Value.IsEmpty && !(isDeprecation && _settings.SuppressDeprecationWarnings))
        {
            _log.Warning(_current.Value, warning);
        }
    }
}
