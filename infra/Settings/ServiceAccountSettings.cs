using System.Collections.Immutable;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>The ServiceAccount of a service's pods.</summary>
internal sealed record ServiceAccountSettings
{
    /// <summary>Annotations of the account, such as the cloud identity it stands for.</summary>
    /// <value>none</value>
    /// <remarks>The ServiceAccount's <c>metadata.annotations</c>, as <c>objects.serviceAccount.annotations</c>.</remarks>
    /// <example>serviceAccount: {annotations: {"eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/orders"}}</example>
    public IReadOnlyDictionary<string, Text> Annotations { get; init; } = ImmutableDictionary<string, Text>.Empty;

    /// <summary>Whether the pods have a token for the Kubernetes API.</summary>
    /// <value>false; true with <c>rules</c></value>
    /// <remarks>
    /// The pods' <c>automountServiceAccountToken</c>, and an egress rule for the ports 443 and 6443, behind which the API server is.
    /// </remarks>
    /// <example>serviceAccount: {token: true}</example>
    public bool? Token { get; init; }

    /// <summary>Its rights in the namespace.</summary>
    /// <value>none</value>
    /// <remarks>
    /// A Role and a RoleBinding. Kubernetes lets users grant only rights they hold in the namespace themselves, unless they may
    /// <c>escalate</c> roles and <c>bind</c> them: the deployer requires them. <c>access.deployers</c> may not write roles.
    /// </remarks>
    /// <example>serviceAccount: {rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]}</example>
    public ImmutableArray<AccessRuleSettings> Rules { get; init; } = [];

    /// <summary>The name of an existing account of the namespace to use instead of one of its own.</summary>
    /// <value>an account of the service's name</value>
    /// <remarks>The pods' <c>serviceAccountName</c>. No ServiceAccount is created; <c>rules</c> are granted to the existing one.</remarks>
    /// <example>serviceAccount: {existing: vault-reader}</example>
    public string? Existing { get; init; }

    /// <summary>The names of Secrets in the namespace with credentials for registries, for this service only.</summary>
    /// <value>none</value>
    /// <remarks>
    /// The ServiceAccount's <c>imagePullSecrets</c>. Kubernetes uses them only for pods without their own, so that they exclude
    /// <c>images.pullSecrets</c>.
    /// </remarks>
    /// <example>serviceAccount: {pullSecrets: [partner-registry]}</example>
    public ImmutableArray<string> PullSecrets { get; init; } = [];

    /// <summary>Whether a volume of the service has a token, for some of its containers.</summary>
    internal bool HasTokenVolume { get; init; }

    /// <summary>Whether all containers have a token: the setting, or whether there are rights to use it for.</summary>
    internal bool HasToken => Token ?? !Rules.IsEmpty;
}

/// <summary>Verbs that are allowed on resources of the namespace.</summary>
internal sealed record AccessRuleSettings
{
    /// <summary>The API groups of the resources; <c>""</c> is the core group.</summary>
    /// <remarks>The rule's <c>apiGroups</c>.</remarks>
    /// <example>{apiGroups: ["", apps], resources: [pods, deployments], verbs: [get]}</example>
    public required ImmutableArray<string> ApiGroups { get; init; }

    /// <summary>The resources, in the plural, with their subresources.</summary>
    /// <remarks>The rule's <c>resources</c>.</remarks>
    /// <example>{apiGroups: [""], resources: [pods, pods/log], verbs: [get]}</example>
    public required ImmutableArray<string> Resources { get; init; }

    /// <summary>The allowed verbs.</summary>
    /// <remarks>The rule's <c>verbs</c>.</remarks>
    /// <example>{apiGroups: [coordination.k8s.io], resources: [leases], verbs: [get, create, update]}</example>
    public required ImmutableArray<string> Verbs { get; init; }

    /// <summary>The names of the objects that the rule is limited to.</summary>
    /// <value>all objects</value>
    /// <remarks>The rule's <c>resourceNames</c>.</remarks>
    /// <example>{apiGroups: [""], resources: [configmaps], resourceNames: [leader], verbs: [get, update]}</example>
    public ImmutableArray<string> ResourceNames { get; init; } = [];
}
