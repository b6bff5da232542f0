using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Serves watches: one JSON event per line.</summary>
internal sealed class WatchEndpoint(ObjectStore store, TimeProvider time)
{
    private static readonly TimeSpan _maximumDuration = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan _bookmarkInterval = TimeSpan.FromMinutes(1);

    public async Task StreamAsync(
        HttpContext context,
        ResourceKind kind,
        string? inNamespace,
        ListOptions options,
        ObjectRenderer renderer,
        CancellationToken cancellation
    )
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        using var timeout = new CancellationTokenSource(options.Timeout ?? _maximumDuration, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            await new Session(context.Response, options, renderer).RunAsync(store, kind.StoredAs, inNamespace, time, linked.Token);
        }
        catch (VersionTooOldException tooOld)
        {
            Write(context.Response, "ERROR", StatusException.Expired(tooOld.Message).ToJson());
            await context.Response.BodyWriter.FlushAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            // A closed connection, the timeout and the stop of the server all end a watch without an error.
        }
    }

    private static void Write(HttpResponse response, string type, JsonNode item) => ResponseWriting.WriteEvent(response, type, item);

    private sealed class Session(HttpResponse response, ListOptions options, ObjectRenderer renderer)
    {
        private bool _hasSentTable;

        public async Task RunAsync(
            ObjectStore store,
            GroupResource resource,
            string? inNamespace,
            TimeProvider time,
            CancellationToken cancellation
        )
        {
            var changes = Start(store, resource, inNamespace);
            await response.BodyWriter.FlushAsync(cancellation);
            using var bookmarks = options.AllowsBookmarks ? new PeriodicTimer(_bookmarkInterval, time) : null;
            var nextBookmark = bookmarks?.WaitForNextTickAsync(cancellation).AsTask();
            while (true)
            {
                while (changes.TryRead(out var change))
                {
                    Send(change);
                }

                await response.BodyWriter.FlushAsync(cancellation);
                var nextChange = changes.WaitToReadAsync(cancellation);
                if (nextBookmark is null)
                {
                    await nextChange;
                }
                else if (await Task.WhenAny(nextChange, nextBookmark) == nextBookmark)
                {
                    await nextBookmark;
                    nextBookmark = bookmarks!.WaitForNextTickAsync(cancellation).AsTask();
                    if (!nextChange.IsCompleted)
                    {
                        Write(response, "BOOKMARK", renderer.RenderBookmark(changes.Version, endsInitialEvents: false));
                    }
                }
                else
                {
                    await nextChange;
                }

                // Requests that wait for a thread go first: what they change is sent with this change, not on its own.
                await Task.Yield();
            }
        }

        private WatchStream Start(ObjectStore store, GroupResource resource, string? inNamespace)
        {
            if (options.ResourceVersion is { } version and > 0 && !options.SendsInitialEvents)
            {
                return store.Watch(resource, inNamespace, version);
            }

            var list = store.List(resource, inNamespace);
            foreach (var item in list.Items.Where(options.Selects))
            {
                SendObject("ADDED", item);
            }

            if (options.SendsInitialEvents && options.AllowsBookmarks)
            {
                Write(response, "BOOKMARK", renderer.RenderBookmark(list.Version, endsInitialEvents: true));
            }

            return store.Watch(resource, inNamespace, list.Version);
        }

        /// <summary>
        /// Sends a change as it appears to the client: an object that starts to match the selectors is added, one that no longer matches is
        /// deleted.
        /// </summary>
        private void Send(WatchEvent change)
        {
            var isSelected = change.Type != WatchEventType.Deleted && options.Selects(change.Item);
            var wasSelected = change.Previous is { } previous && options.Selects(previous);
            switch (wasSelected, isSelected)
            {
                case (true, true):
                    SendObject("MODIFIED", change.Item);
                    break;
                case (false, true):
                    SendObject("ADDED", change.Item);
                    break;
                case (true, false):
                    SendObject("DELETED", change.Type == WatchEventType.Deleted ? change.Item : GetLastSelected(change));
                    break;
            }
        }

        /// <summary>Returns the last version that matched the selectors, with the resource version of the change.</summary>
        private static KubeObject GetLastSelected(WatchEvent change)
        {
            var body = change.Previous!.Copy();
            body.Map("metadata")!["resourceVersion"] = change.Item.Metadata.Text("resourceVersion");
            return new KubeObject(change.Item.Resource, body, change.Version);
        }

        private void SendObject(string type, KubeObject item)
        {
            if (renderer.TryGetText(item, out var text))
            {
                ResponseWriting.WriteEvent(response, type, text);
                return;
            }

            Write(response, type, renderer.Render(item, withColumns: !_hasSentTable));
            _hasSentTable = true;
        }
    }
}
