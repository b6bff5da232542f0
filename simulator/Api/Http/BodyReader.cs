using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Decoding;
using Infra.Simulator.Api.Protobuf;
using Infra.Simulator.Schema;
using Microsoft.AspNetCore.Http;
using YamlDotNet.Core;

namespace Infra.Simulator.Api.Http;

/// <summary>Parses the bodies of requests: JSON, YAML, or Kubernetes' protobuf.</summary>
internal sealed class BodyReader(BuiltInKinds schema)
{
    private const int ExcerptLength = 1024;

    private readonly ProtobufParsing _protobuf = new(schema);

    /// <summary>Parses the object in the body and its duplicate fields.</summary>
    /// <exception cref="StatusException">The format is unknown, or the body cannot be parsed.</exception>
    public async Task<(JsonObject Body, IReadOnlyList<string> DuplicateFields)> ReadAsync(
        HttpRequest request,
        string expectedKind,
        CancellationToken cancellation
    )
    {
        var body = await request.ReadBodyAsync(cancellation);
        var duplicates = new List<string>();
        return (Parse(request.MediaType(), body, expectedKind, duplicates), duplicates);
    }

    /// <summary>Parses the options of a delete; empty without a body.</summary>
    public async Task<DeleteOptions> ReadDeleteOptionsAsync(HttpRequest request, CancellationToken cancellation)
    {
        var body = await request.ReadBodyAsync(cancellation);
        return request.ParseDeleteOptions(body.Length == 0 ? [] : Parse(request.MediaType(), body, "DeleteOptions", []));
    }

    private JsonObject Parse(string mediaType, byte[] body, string expectedKind, List<string> duplicates)
    {
        try
        {
            var parsed = mediaType switch
            {
                "" or "application/json" => JsonParsing.Parse(body, duplicates),
                "application/yaml" => YamlParsing.Parse(Encoding.UTF8.GetString(body)),
                "application/vnd.kubernetes.protobuf" => _protobuf.Parse(body),
                _ => throw new StatusException(
                    415,
                    StatusReason.UnsupportedMediaType,
                    "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, "
                        + "application/vnd.kubernetes.protobuf"
                ),
            };
            return parsed as JsonObject
                ?? throw CreateUnrecognized(expectedKind, "json: cannot unmarshal into Go value of type struct", body);
        }
        catch (JsonException)
        {
            throw CreateUnrecognized(expectedKind, "json parse error: unexpected end of JSON input", body);
        }
        catch (YamlException error)
        {
            throw CreateUnrecognized(expectedKind, $"yaml: line {error.Start.Line}: {error.Message}", body);
        }
        catch (DecodingException error)
        {
            throw StatusException.BadRequest($"the object provided is unrecognized (must be of type {expectedKind}): {error.Message}");
        }
    }

    private static StatusException CreateUnrecognized(string kind, string message, byte[] body) =>
        StatusException.BadRequest(
            $"the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; {message} ({GetExcerpt(body)})"
        );

    private static string GetExcerpt(byte[] body) =>
        body.Length <= ExcerptLength ? Encoding.UTF8.GetString(body) : Encoding.UTF8.GetString(body, 0, ExcerptLength) + " ...";
}
