using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.GarbageCollection;

/// <summary>Watches all resource types; those of a CustomResourceDefinition are added when it changes.</summary>
internal sealed class KindWatcher
{
    private static readonly HashSet<GroupResource> Ignored = [GroupResource.Events];

    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly ResourceCatalog _catalog;
    private readonly Action<KubeObject, bool> _onChange;
    private readonly HashSet<GroupResource> _watched = [];

    /// <summary>Starts to watch all current resource types.</summary>
    /// <param name="context">Supplies the loop and takes the reports of changes that cannot be handled.</param>
    /// <param name="client">Lists and watches the objects.</param>
    /// <param name="catalog">Supplies the resource types.</param>
    /// <param name="onChange">Called with each object and change, and whether it is a deletion.</param>
    public KindWatcher(ControllerContext context, IClusterClient client, ResourceCatalog catalog, Action<KubeObject, bool> onChange)
    {
        (_context, _client, _catalog, _onChange) = (context, client, catalog, onChange);
        WatchNewKinds();
        // Sources cannot be added while the loop polls them.
        context.Plain(GroupResource.CustomResourceDefinitions).OnChange(_ => context.Loop.Enqueue(WatchNewKinds));
    }

    private void WatchNewKinds()
    {
        var kinds = _catalog.Kinds.Select(k => k.Resource).Distinct().Where(r => !Ignored.Contains(r) && !_watched.Contains(r));
        foreach (var resource in kinds.OrderBy(r => r.ToString(), StringComparer.Ordinal).ToList())
        {
            _context.Loop.AddSource(new KindStream(_client, resource, Handle));
            _watched.Add(resource);
        }
    }

    private void Handle(KubeObject item, bool isDeleted)
    {
        try
        {
            _onChange(item, isDeleted);
        }
        catch (Exception failure)
        {
            _context.Report("garbage-collector", $"{item}", failure);
        }
    }

    private sealed class KindStream : IEventSource
    {
        private readonly WatchStream _watch;
        private readonly Action<KubeObject, bool> _onChange;
        private IReadOnlyList<KubeObject> _initial;

        public KindStream(IClusterClient client, GroupResource resource, Action<KubeObject, bool> onChange)
        {
            var list = client.List(resource);
            (_initial, _onChange) = (list.Items, onChange);
            _watch = client.Watch(resource, afterVersion: list.Version);
        }

        public bool Poll()
        {
            var any = _initial.Count > 0;
            foreach (var item in _initial)
            {
                _onChange(item, false);
            }

            _initial = [];
            while (_watch.TryRead(out var happened))
            {
                any = true;
                _onChange(happened.Item, happened.Type == WatchEventType.Deleted);
            }

            return any;
        }

        public Task WaitAsync(CancellationToken cancellation) => _watch.WaitToReadAsync(cancellation);
    }
}
