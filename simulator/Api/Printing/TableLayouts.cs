using System.Collections.Concurrent;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Printing;

/// <summary>The tables of resource types.</summary>
internal sealed class TableLayouts(BuiltInKinds schema, TimeProvider time)
{
    private readonly ConcurrentDictionary<GroupResource, ITableLayout> _builtIn = new();

    public BuiltInKinds Schema => schema;

    public DateTimeOffset Now => time.GetUtcNow();

    public ITableLayout GetLayout(ResourceKind kind) =>
        kind.Custom is { } custom
            ? CustomColumns.Create(custom)
            : _builtIn.GetOrAdd(kind.StoredAs, static resource => BuiltInTables.Get(resource));
}
