using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Decoding;
using Infra.Simulator.Api.Protobuf;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Microsoft.AspNetCore.Http;
using YamlDotNet.Core;

namespace Infra.Simulator.Api.Http;

/// <summary>Parses the bodies of requests: JSON, YAML, or Kubernetes' protobuf.</summary>
internal sealed class BodyReader(BuiltInKinds schema)
{
    private const int SummaryLength = 30;
    private const string KindFields =
        "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }";

    private readonly ProtobufParsing _protobuf = new(schema);

    /// <summary>Parses the object in the body, and what strict validation rejects in its text.</summary>
    /// <exception cref="StatusException">The format is unknown, or the body cannot be parsed.</exception>
    public async Task<(JsonObject Body, IReadOnlyList<string> StrictErrors)> ReadAsync(
        HttpRequest request,
        string expectedKind,
        CancellationToken cancellation
    ) => await ReadAsync(request, expectedKind, isCustom: false, cancellation);

    /// <summary>Parses the object in the body of a request for a kind.</summary>
    /// <exception cref="StatusException">The format is unknown, or the body cannot be parsed.</exception>
    public async Task<(JsonObject Body, IReadOnlyList<string> StrictErrors)> ReadAsync(
        HttpRequest request,
        ResourceKind kind,
        CancellationToken cancellation
    ) => await ReadAsync(request, kind.Kind, kind.Custom is not null, cancellation);

    /// <summary>Parses the options of a delete.</summary>
    public async Task<DeleteOptions> ReadDeleteOptionsAsync(HttpRequest request, CancellationToken cancellation)
    {
        var text = await request.ReadBodyAsync(cancellation);
        if (text.Length == 0)
        {
            return request.ParseDeleteOptions(null);
        }

        var mediaType = request.MediaType();
        CheckMediaType(mediaType, isCustom: false);
        try
        {
            return request.ParseDeleteOptions(Parse(mediaType, text, []));
        }
        catch (DecodingException error)
        {
            throw StatusException.BadRequest(error.Message);
        }
    }

    private async Task<(JsonObject Body, IReadOnlyList<string> StrictErrors)> ReadAsync(
        HttpRequest request,
        string expectedKind,
        bool isCustom,
        CancellationToken cancellation
    )
    {
        var mediaType = request.MediaType();
        CheckMediaType(mediaType, isCustom);
        var text = await request.ReadBodyAsync(cancellation);
        var strictErrors = new List<string>();
        try
        {
            var body = Parse(mediaType, text, strictErrors);
            CheckTypeMeta(body);
            if (isCustom && body.Text("kind") is null or "")
            {
                throw new DecodingException($"Object 'Kind' is missing in '{Encoding.UTF8.GetString(text)}'");
            }

            return (body, strictErrors);
        }
        catch (DecodingException error)
        {
            throw StatusException.BadRequest(
                $"the object provided is unrecognized (must be of type {expectedKind}): {error.Message} ({Summarize(text)})"
            );
        }
    }

    private static void CheckMediaType(string mediaType, bool isCustom)
    {
        if (
            mediaType is "" or "application/json" or "application/yaml"
            || (mediaType == "application/vnd.kubernetes.protobuf" && !isCustom)
        )
        {
            return;
        }

        throw new StatusException(
            415,
            StatusReason.UnsupportedMediaType,
            "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml"
                + (isCustom ? "" : ", application/vnd.kubernetes.protobuf")
        );
    }

    private JsonObject Parse(string mediaType, byte[] text, List<string> strictErrors)
    {
        switch (mediaType)
        {
            case "application/yaml":
                return ParseYaml(text, strictErrors);
            case "application/vnd.kubernetes.protobuf":
                return _protobuf.Parse(text);
            default:
                if (GoJson.FindError(text) is { } error)
                {
                    throw CreateError(error);
                }

                var duplicates = new List<string>();
                var parsed = JsonParsing.Parse(text, duplicates);
                strictErrors.AddRange(duplicates.Select(path => $"duplicate field \"{path}\""));
                return AsObject(parsed);
        }
    }

    private static JsonObject ParseYaml(byte[] text, List<string> strictErrors)
    {
        try
        {
            var duplicates = new List<string>();
            var parsed = YamlParsing.Parse(Encoding.UTF8.GetString(text), duplicates);
            if (duplicates.Count > 0)
            {
                strictErrors.Add(RequestObjectDecoder.YamlErrors + string.Join('\n', duplicates.Select(line => "  " + line)));
            }

            return AsObject(parsed);
        }
        catch (YamlException error)
        {
            throw new DecodingException(YamlParsing.Describe(error));
        }
    }

    private static JsonObject AsObject(JsonNode? parsed) =>
        parsed is null
            ? []
            : parsed as JsonObject
                ?? throw CreateError($"json: cannot unmarshal {GoJson.NameOf(parsed)} into Go value of type {KindFields}");

    private static void CheckTypeMeta(JsonObject body)
    {
        foreach (var field in (ReadOnlySpan<string>)["apiVersion", "kind"])
        {
            if (body[field] is { } value && GoJson.NameOf(value) != "string")
            {
                throw CreateError($"json: cannot unmarshal {GoJson.NameOf(value)} into Go struct field .{field} of type string");
            }
        }

        if (body.Text("apiVersion") is { } version && version.Count('/') > 1)
        {
            throw new DecodingException($"unexpected GroupVersion string: {version}");
        }
    }

    private static DecodingException CreateError(string problem) => new($"couldn't get version/kind; json parse error: {problem}");

    private static string Summarize(byte[] text)
    {
        var isLong = text.Length > SummaryLength;
        var start = text.AsSpan(0, Math.Min(text.Length, SummaryLength));
        return text.Length == 0
            ? "<empty>"
            : (text[0] == '{' ? Encoding.UTF8.GetString(start) : Convert.ToHexStringLower(start)) + (isLong ? " ..." : "");
    }
}
