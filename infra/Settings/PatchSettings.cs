using System.Collections.Immutable;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>
/// A change of objects of a service, for fields that no setting describes: a strategic merge patch or a JSON patch. The patches of a
/// service are applied in the order of the list, after all settings.
/// </summary>
internal sealed record PatchSettings : LocatedSettings
{
    /// <summary>The kind of object that it changes, one of those that the service has.</summary>
    /// <remarks>
    /// The objects of this kind, those of the service's versions included. In the pods of a version, a container with the service's name in
    /// the patch is the container of the version.
    /// </remarks>
    /// <example>patches: [{kind: Deployment, merge: {spec: {minReadySeconds: 10}}}]</example>
    public required string Kind { get; init; }

    /// <summary>The name of the object, if the service has several of the kind and only one changes.</summary>
    /// <value>all objects of the kind</value>
    /// <remarks>The object of this name.</remarks>
    /// <example>patches: [{kind: Service, name: web-pods, merge: {spec: {publishNotReadyAddresses: true}}}]</example>
    public string? Name { get; init; }

    /// <summary>
    /// A strategic merge patch, as for <c>kubectl patch</c>: mappings are merged, lists are merged by Kubernetes' merge keys (containers by
    /// name) or replaced, <c>null</c> removes a field. <c>$patch: delete</c> and <c>$patch: replace</c>, <c>$retainKeys</c> and
    /// <c>$deleteFromPrimitiveList/&lt;field&gt;</c> work as in Kubernetes.
    /// </summary>
    /// <value>none; required without <c>json</c></value>
    /// <remarks>The fields of the object. Its apiVersion, kind, name, namespace and selectors cannot change.</remarks>
    /// <example>patches: [{kind: Deployment, merge: {spec: {template: {spec: {containers: [{name: web, tty: true}]}}}}}]</example>
    public Structure? Merge { get; init; }

    /// <summary>A JSON patch (RFC 6902): operations that are carried out one after the other.</summary>
    /// <value>none; required without <c>merge</c></value>
    /// <remarks>The fields of the object. Its apiVersion, kind, name, namespace and selectors cannot change.</remarks>
    /// <example>patches: [{kind: Service, json: [{op: add, path: /spec/externalIPs, value: [192.0.2.7]}]}]</example>
    public ImmutableArray<JsonOperationSettings> Json { get; init; } = [];
}

/// <summary>An operation of a JSON patch.</summary>
internal sealed record JsonOperationSettings : LocatedSettings
{
    /// <summary>What it does.</summary>
    /// <remarks>As in RFC 6902. A failed <c>test</c> ends the deployment with an error.</remarks>
    /// <example>patches: [{kind: Service, json: [{op: remove, path: /spec/trafficDistribution}]}]</example>
    public required JsonOperation Op { get; init; }

    /// <summary>The JSON pointer to the value; <c>~1</c> is a slash within a key, <c>-</c> the end of a list.</summary>
    /// <remarks>The field that changes. All above it must exist.</remarks>
    /// <example>patches: [{kind: Deployment, json: [{op: replace, path: /spec/revisionHistoryLimit, value: 3}]}]</example>
    public required string Path { get; init; }

    /// <summary>The JSON pointer to the value to move or copy.</summary>
    /// <value>none; required for <c>move</c> and <c>copy</c></value>
    /// <remarks>The field whose value is used.</remarks>
    /// <example>patches: [{kind: Service, json: [{op: copy, from: /metadata/labels, path: /metadata/annotations}]}]</example>
    public string? From { get; init; }

    /// <summary>The value to add, replace or test.</summary>
    /// <value>none; required for these</value>
    /// <remarks>The value of the field.</remarks>
    /// <example>patches: [{kind: Service, json: [{op: add, path: /spec/externalIPs, value: [192.0.2.7]}]}]</example>
    public Structure? Value { get; init; }
}

/// <summary>The operations of a JSON patch.</summary>
internal enum JsonOperation
{
    /// <summary>Adds a field, or inserts an item into a list.</summary>
    Add,

    /// <summary>Removes a field or an item.</summary>
    Remove,

    /// <summary>Replaces a value that exists.</summary>
    Replace,

    /// <summary>Removes the value at <c>from</c> and adds it at <c>path</c>.</summary>
    Move,

    /// <summary>Adds the value at <c>from</c> at <c>path</c>, too.</summary>
    Copy,

    /// <summary>Ends the deployment with an error unless the value is the expected one.</summary>
    Test,
}
