using System.Text.Json.Nodes;
using Infra.Simulator.Api.Patching;
using Infra.Simulator.Api.Printing;
using Infra.Simulator.Api.Warnings;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Serves reads and writes of objects.</summary>
internal sealed class ResourceEndpoints(
    ClusterApi api,
    TableLayouts tables,
    BodyReader bodies,
    WatchEndpoint watches,
    SubresourceEndpoints subresources
)
{
    private static readonly ResourceKind _scale = new("autoscaling", "v1", "Scale", "scales", Namespaced: true);

    public Task HandleAsync(HttpContext context, RequestInfo info, CancellationToken cancellation)
    {
        if (
            !api.Catalog.TryFind(info.Group, info.Version, info.Resource, out var kind)
            || (info.Subresource.Length > 0 && !kind.HasSubresource(info.Subresource))
        )
        {
            throw UnknownResource();
        }

        if (KindDeprecations.Find(kind) is { } warning)
        {
            WarningHeaders.Add(context.Response, [warning]);
        }

        if (context.Request.Method == HttpMethods.Get && info.Subresource == "scale" && kind.Custom is null)
        {
            return WriteAsync(context, _scale, StatusCodes.Status200OK, subresources.GetScale(kind, info, _scale));
        }

        if (info.Subresource is not ("" or "status" or "finalize" or "resize" or "ephemeralcontainers" or "approval"))
        {
            return subresources.HandleAsync(context, kind, info, cancellation);
        }

        if (!kind.Verbs.Contains("get") && context.Request.Method != HttpMethods.Post)
        {
            throw MethodNotAllowed();
        }

        return (context.Request.Method, info.Name.Length > 0) switch
        {
            ("GET", true) when !context.Request.Query.IsTrue("watch") => GetAsync(context, kind, info),
            ("GET", true) => ListAsync(context, kind, info, cancellation),
            ("GET", false) => ListAsync(context, kind, info, cancellation),
            ("POST", false) => CreateAsync(context, kind, info, cancellation),
            ("PUT", true) => ReplaceAsync(context, kind, info, cancellation),
            ("PATCH", true) => PatchAsync(context, kind, info, cancellation),
            ("DELETE", true) => DeleteAsync(context, kind, info, cancellation),
            ("DELETE", false) => DeleteCollectionAsync(context, kind, info, cancellation),
            _ => throw MethodNotAllowed(),
        };
    }

    public static StatusException UnknownResource() =>
        new(404, StatusReason.NotFound, "the server could not find the requested resource", []);

    public static StatusException MethodNotAllowed() =>
        new(405, StatusReason.MethodNotAllowed, "the server does not allow this method on the requested resource", []);

    private Task GetAsync(HttpContext context, ResourceKind kind, RequestInfo info) =>
        WriteAsync(context, kind, StatusCodes.Status200OK, api.Get(kind, info.Namespace, info.Name));

    private async Task ListAsync(HttpContext context, ResourceKind kind, RequestInfo info, CancellationToken cancellation)
    {
        var form = NegotiateForm(context.Request, kind, isList: true);
        var renderer = CreateRenderer(context, kind, form);
        var options = ListOptions.FromRequest(context.Request, kind) with { Name = info.Name.Length > 0 ? info.Name : null };
        var inNamespace = info.Namespace.Length > 0 ? info.Namespace : null;
        if (options.IsWatch)
        {
            await watches.StreamAsync(context, kind, inNamespace, options, renderer, cancellation);
            return;
        }
        var list = ReadList(kind, inNamespace, options);
        var selected = (options.Continue?.GetRemaining(list, inNamespace) ?? list.Items).Where(options.Selects).ToList();
        if (options.Limit == 0 || selected.Count <= options.Limit)
        {
            await WriteListAsync(context, form, renderer, selected, list.Version, null, null);
            return;
        }
        var last = selected[options.Limit - 1];
        var hasSelector = !options.Fields.IsEmpty || options.Labels.Requirements.Count > 0;
        await WriteListAsync(
            context,
            form,
            renderer,
            selected.GetRange(0, options.Limit),
            list.Version,
            ContinueToken.After(last, list.Version, inNamespace),
            hasSelector ? null : selected.Count - options.Limit
        );
    }

    // Long lists are common: the texts of their objects are written as they are.
    private static Task WriteListAsync(
        HttpContext context,
        AcceptedForm form,
        ObjectRenderer renderer,
        List<KubeObject> items,
        long version,
        ContinueToken? next,
        long? remaining
    ) =>
        renderer.ListsObjects && !form.IsYaml
            ? context.Response.WriteListAsync(renderer.CreateListWithoutItems(version, next, remaining), items.Select(renderer.GetItemText))
            : WriteNodeAsync(context, form, renderer.RenderList(items, version, next, remaining));

    private ObjectList ReadList(ResourceKind kind, string? inNamespace, ListOptions options)
    {
        var latest = api.Store.Version;
        if (options.ResourceVersion > latest)
        {
            throw CreateTooLargeVersion(options.ResourceVersion.Value, latest);
        }

        var exact = options.Continue?.Version ?? (options.VersionMatch == "Exact" ? options.ResourceVersion : null);
        if (exact is not { } version || version == ContinueToken.Latest)
        {
            return api.Store.List(kind.StoredAs, inNamespace);
        }

        try
        {
            return api.Store.ListAt(kind.StoredAs, inNamespace, version);
        }
        catch (VersionTooOldException)
        {
            throw options.Continue is null
                ? StatusException.Expired("The resourceVersion for the provided list is too old.")
                : StatusException.ExpiredContinue((options.Continue with { Version = ContinueToken.Latest }).ToString());
        }
    }

    private async Task CreateAsync(HttpContext context, ResourceKind kind, RequestInfo info, CancellationToken cancellation)
    {
        _ = NegotiateForm(context.Request, kind);
        var options = context.Request.ParseWriteOptions("CreateOptions");
        var (body, strictErrors) = await bodies.ReadAsync(context.Request, kind, cancellation);
        options = options with { StrictErrors = strictErrors };
        var created = WithWarnings(context, options, () => api.Create(kind, info.Namespace, body, options));
        await WriteAsync(context, kind, StatusCodes.Status201Created, created);
    }

    private async Task ReplaceAsync(HttpContext context, ResourceKind kind, RequestInfo info, CancellationToken cancellation)
    {
        _ = NegotiateForm(context.Request, kind);
        var options = context.Request.ParseWriteOptions("UpdateOptions");
        var (body, strictErrors) = await bodies.ReadAsync(context.Request, kind, cancellation);
        options = options with { StrictErrors = strictErrors };
        var replaced = WithWarnings(context, options, () => api.Replace(kind, info.Namespace, info.Name, info.Subresource, body, options));
        await WriteAsync(context, kind, StatusCodes.Status200OK, replaced);
    }

    private async Task PatchAsync(HttpContext context, ResourceKind kind, RequestInfo info, CancellationToken cancellation)
    {
        _ = NegotiateForm(context.Request, kind);
        var patch = PatchParser.Parse(kind, context.Request.MediaType(), await context.Request.ReadBodyAsync(cancellation));
        var options = context.Request.ParseWriteOptions("PatchOptions", isApply: patch.Type == PatchType.Apply);
        var (patched, isNew) = WithWarnings(context, options, () =>
            api.Patch(kind, info.Namespace, info.Name, info.Subresource, patch, options)
        );
        await WriteAsync(context, kind, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, patched);
    }

    /// <summary>Writes, and answers with the warnings, also if the request is rejected after a warning.</summary>
    private static T WithWarnings<T>(HttpContext context, RequestOptions options, Func<T> write)
    {
        try
        {
            return write();
        }
        finally
        {
            WarningHeaders.Add(context.Response, options.Warnings);
        }
    }

    private async Task DeleteAsync(HttpContext context, ResourceKind kind, RequestInfo info, CancellationToken cancellation)
    {
        _ = NegotiateForm(context.Request, kind);
        var options = await bodies.ReadDeleteOptionsAsync(context.Request, cancellation);
        WarningHeaders.Add(context.Response, DeletionWarnings.Get(kind, options));
        var (deleted, isRemoved) = api.Delete(kind, info.Namespace, info.Name, options);
        if (!isRemoved || ReturnsDeletedObject(kind))
        {
            await WriteAsync(context, kind, StatusCodes.Status200OK, deleted);
        }
        else
        {
            await context.Response.WriteJsonAsync(StatusCodes.Status200OK, CreateSuccess(kind, deleted));
        }
    }

    private async Task DeleteCollectionAsync(HttpContext context, ResourceKind kind, RequestInfo info, CancellationToken cancellation)
    {
        if (!kind.Verbs.Contains("deletecollection"))
        {
            throw MethodNotAllowed();
        }

        var options = await bodies.ReadDeleteOptionsAsync(context.Request, cancellation);
        WarningHeaders.Add(context.Response, DeletionWarnings.Get(kind, options));
        var selection = ListOptions.FromRequest(context.Request, kind);
        var list = api.Store.List(kind.StoredAs, info.Namespace.Length > 0 ? info.Namespace : null);
        var deleted = new List<KubeObject>();
        foreach (var item in list.Items.Where(selection.Selects))
        {
            try
            {
                api.Delete(kind, item.Namespace, item.Name, options);
                deleted.Add(item);
            }
            catch (StatusException gone) when (gone.IsNotFound)
            {
                // Another request has deleted the object.
            }
        }
        var form = NegotiateForm(context.Request, kind);
        await WriteNodeAsync(context, form, CreateRenderer(context, kind, form).RenderList(deleted, list.Version, null, null));
    }

    /// <summary>The resource types whose immediate deletion is answered with the object instead of a <c>Status</c>.</summary>
    private static bool ReturnsDeletedObject(ResourceKind kind) =>
        kind.Group == ""
        && kind.Plural
            is "pods"
                or "services"
                or "serviceaccounts"
                or "persistentvolumes"
                or "persistentvolumeclaims"
                or "podtemplates"
                or "resourcequotas";

    private static JsonObject CreateSuccess(ResourceKind kind, KubeObject deleted)
    {
        var details = new JsonObject { ["name"] = deleted.Name };
        if (kind.Group.Length > 0)
        {
            details["group"] = kind.Group;
        }

        details["kind"] = kind.Plural;
        details["uid"] = deleted.Uid;
        return new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = details,
        };
    }

    private Task WriteAsync(HttpContext context, ResourceKind kind, int status, KubeObject item)
    {
        var form = NegotiateForm(context.Request, kind);
        var renderer = CreateRenderer(context, kind, form);
        return !form.IsYaml && renderer.TryGetText(item, out var text)
            ? context.Response.WriteObjectAsync(status, text)
            : WriteNodeAsync(context, form, renderer.Render(item), status);
    }

    private static Task WriteNodeAsync(HttpContext context, AcceptedForm form, JsonNode body, int status = StatusCodes.Status200OK) =>
        form.IsYaml ? context.Response.WriteYamlAsync(status, body) : context.Response.WriteJsonAsync(status, body);

    private ObjectRenderer CreateRenderer(HttpContext context, ResourceKind kind, AcceptedForm form) =>
        new(kind, form.Form, tables, context.Request.Query["includeObject"].ToString());

    private static AcceptedForm NegotiateForm(HttpRequest request, ResourceKind kind, bool isList = false) =>
        AcceptedForm.FromRequest(request) ?? throw AcceptedForm.CreateError(request, kind, isList);

    private static StatusException CreateTooLargeVersion(long requested, long latest) =>
        new(
            504,
            StatusReason.Timeout,
            $"Timeout: Too large resource version: {requested}, current: {latest}",
            new JsonObject
            {
                ["causes"] = new JsonArray(
                    new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }
                ),
                ["retryAfterSeconds"] = 1,
            }
        );
}
