using System.Collections.Concurrent;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Printing;

/// <summary>Finds the table layout of a kind.</summary>
internal sealed class TablePrinter(KubernetesSchema schema, TimeProvider time)
{
    private readonly ConcurrentDictionary<GroupResource, ITableLayout> _builtIn = new();

    public KubernetesSchema Schema => schema;

    public DateTimeOffset Now => time.GetUtcNow();

    public ITableLayout For(ResourceKind kind) => kind.Custom is { } custom
        ? CustomColumns.Of(custom)
        : _builtIn.GetOrAdd(kind.StoredAs, static resource => BuiltInTables.Of(resource));
}
