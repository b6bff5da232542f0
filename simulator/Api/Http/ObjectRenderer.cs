using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Preparation;
using Infra.Simulator.Api.Printing;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Http;

/// <summary>Renders objects in the version and form that a client accepts.</summary>
internal sealed class ObjectRenderer(ResourceKind kind, ObjectForm form, TableLayouts tables, string includeObject)
{
    private readonly byte[] _start = GetStart(kind);

    public JsonNode RenderList(IReadOnlyList<KubeObject> items, long version, ContinueToken? next, long? remaining)
    {
        if (form == ObjectForm.Table)
        {
            return CreateTable(items, version, next, withColumns: true, remaining);
        }

        var list = CreateListWithoutItems(version, next, remaining);
        list["items"] = new JsonArray([
            .. items.Select(item => form == ObjectForm.PartialMetadata ? CreatePartial(item.Body) : RenderItem(item)),
        ]);
        return list;
    }

    /// <summary>Whether the items of a list are the objects as stored, but for <c>kind</c> and <c>apiVersion</c>.</summary>
    public bool ListsObjects => form == ObjectForm.Full && kind.Custom is null;

    /// <summary>Returns the text of an object if that is what the client reads: whole, and in the version in which it is stored.</summary>
    public bool TryGetText(KubeObject item, out ReadOnlyMemory<byte> text)
    {
        text = form == ObjectForm.Full ? item.Json : default;
        return text.Span.StartsWith(_start);
    }

    /// <summary>Returns the text of an item of a list.</summary>
    public ReadOnlyMemory<byte> GetItemText(KubeObject item) =>
        TryGetText(item, out var text) ? text[_start.Length..] : ObjectText.Write((JsonObject)RenderItem(item)).AsMemory(1);

    /// <summary>Renders a list whose items are written separately; its last field is their place.</summary>
    public JsonObject CreateListWithoutItems(long version, ContinueToken? next, long? remaining)
    {
        var isPartial = form == ObjectForm.PartialMetadata;
        var apiVersion = isPartial ? "meta.k8s.io/v1" : kind.ApiVersion;
        var listKind = isPartial ? "PartialObjectMetadataList" : kind.ListKind;
        var list =
            kind.Custom is not null && !isPartial
                ? new JsonObject
                {
                    ["apiVersion"] = apiVersion,
                    ["items"] = null,
                    ["kind"] = listKind,
                }
                : new JsonObject { ["kind"] = listKind, ["apiVersion"] = apiVersion };
        list["metadata"] = CreateListMetadata(version, next, remaining);
        return list;
    }

    /// <summary>Renders an object of a response or of a watch event.</summary>
    /// <param name="item">The object to render.</param>
    /// <param name="withColumns">Whether a table contains its column definitions; only the first one of a watch does.</param>
    public JsonNode Render(KubeObject item, bool withColumns = true) =>
        form switch
        {
            ObjectForm.Table => CreateTable([item], item.Version, null, withColumns),
            ObjectForm.PartialMetadata => CreatePartial(item.Body),
            _ => Convert(item),
        };

    /// <summary>Renders the object of a bookmark.</summary>
    public JsonObject RenderBookmark(long version, bool endsInitialEvents)
    {
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        if (endsInitialEvents)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        return form switch
        {
            ObjectForm.Table => new JsonObject
            {
                ["kind"] = "Table",
                ["apiVersion"] = "meta.k8s.io/v1",
                ["metadata"] = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) },
                ["columnDefinitions"] = null,
                ["rows"] = new JsonArray(
                    new JsonObject { ["cells"] = new JsonArray(), ["object"] = CreatePartial(new JsonObject { ["metadata"] = metadata }) }
                ),
            },
            ObjectForm.PartialMetadata => CreatePartial(new JsonObject { ["metadata"] = metadata }),
            _ => CreateBookmark(metadata),
        };
    }

    /// <summary>Returns what the text of every object that is stored in the version of <paramref name="kind"/> starts with.</summary>
    private static byte[] GetStart(ResourceKind kind) =>
        Encoding.UTF8.GetBytes(
            kind.Custom is null
                ? $$"""{"kind":"{{kind.Kind}}","apiVersion":"{{kind.ApiVersion}}","""
                : $$"""{"apiVersion":"{{kind.ApiVersion}}","kind":"{{kind.Kind}}","""
        );

    private JsonObject CreateBookmark(JsonObject metadata)
    {
        var bookmark =
            kind.Custom is null && kind.Definition.Length > 0
                ? Decoding.ZeroValues.GetObject(tables.Schema.GetTypeSchema(kind.Definition))
                : [];
        var result = new JsonObject
        {
            ["kind"] = kind.Kind,
            ["apiVersion"] = kind.ApiVersion,
            ["metadata"] = metadata,
        };
        foreach (var (key, value) in bookmark.Where(entry => entry.Key != "metadata"))
        {
            result[key] = value?.DeepClone();
        }

        return result;
    }

    private JsonObject Convert(KubeObject item) => KindConversion.FromStorage(kind, item.Body);

    /// <summary>Renders an item of a list. Items of built-in kinds omit <c>kind</c> and <c>apiVersion</c>.</summary>
    private JsonObject RenderItem(KubeObject item)
    {
        var converted = Convert(item);
        var copy = ReferenceEquals(converted, item.Body) ? converted.Clone() : converted;
        if (kind.Custom is null)
        {
            copy.Remove("kind");
            copy.Remove("apiVersion");
        }

        return copy;
    }

    private JsonObject CreatePartial(JsonObject body) =>
        new()
        {
            ["kind"] = "PartialObjectMetadata",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = KeyOrdering.OrderMetadata(tables.Schema, TemplateGeneration.Hide(body.Map("metadata") ?? [])),
        };

    private static JsonObject CreateListMetadata(long version, ContinueToken? next, long? remaining)
    {
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        if (next is not null)
        {
            metadata["continue"] = next.ToString();
        }

        if (remaining is not null)
        {
            metadata["remainingItemCount"] = remaining;
        }

        return metadata;
    }

    private JsonObject CreateTable(
        IReadOnlyList<KubeObject> items,
        long version,
        ContinueToken? next,
        bool withColumns,
        long? remaining = null
    )
    {
        var layout = tables.GetLayout(kind);
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = CreateListMetadata(version, next, remaining),
            ["columnDefinitions"] = withColumns ? layout.ColumnDefinitions() : null,
            ["rows"] = new JsonArray([.. items.Select(item => CreateRow(layout, item))]),
        };
    }

    private JsonObject CreateRow(ITableLayout layout, KubeObject item)
    {
        var row = new JsonObject { ["cells"] = layout.Cells(item, tables.Now) };
        if (layout.Conditions(item) is { } conditions)
        {
            row["conditions"] = conditions;
        }

        row["object"] = includeObject switch
        {
            "None" => null,
            "Object" => Convert(item).Clone(),
            _ => CreatePartial(item.Body),
        };
        return row;
    }
}
