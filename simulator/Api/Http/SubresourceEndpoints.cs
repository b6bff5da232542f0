using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Access;
using Infra.Simulator.Api.Patching;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Serves subresources whose body is of another kind than the object.</summary>
internal sealed class SubresourceEndpoints(ClusterApi api, BodyReader bodies)
{
    private readonly PodOperations _pods = new(api);
    private readonly ScaleOperations _scales = new(api);
    private readonly TokenRequests _tokens = new(api);
    private readonly LogEndpoint _logs = new(api.Store, api.Time);

    /// <summary>Returns the scale of an object as an object of its own kind.</summary>
    public KubeObject GetScale(ResourceKind kind, RequestInfo info, ResourceKind scale)
    {
        var body = _scales.Get(kind, info.Namespace, info.Name);
        return new KubeObject(scale.Resource, body, long.Parse(body.Text("metadata", "resourceVersion")!, CultureInfo.InvariantCulture));
    }

    public Task HandleAsync(HttpContext context, ResourceKind kind, RequestInfo info, CancellationToken cancellation) =>
        (context.Request.Method, info.Subresource) switch
        {
            ("GET", "scale") => context.Response.WriteJsonAsync(StatusCodes.Status200OK, _scales.Get(kind, info.Namespace, info.Name)),
            ("PUT" or "PATCH", "scale") => ScaleAsync(context, kind, info, cancellation),
            ("POST", "binding") => BindAsync(context, info, cancellation),
            ("POST", "eviction") => EvictAsync(context, info, cancellation),
            ("POST", "token") => IssueTokenAsync(context, info, cancellation),
            ("GET", "log") => _logs.StreamAsync(context, api.Get(kind, info.Namespace, info.Name), cancellation),
            ("GET" or "POST", "exec" or "attach" or "portforward") => throw CreateNotImplemented(
                api.Get(kind, info.Namespace, info.Name),
                info.Subresource
            ),
            _ => throw ResourceEndpoints.MethodNotAllowed(),
        };

    private async Task ScaleAsync(HttpContext context, ResourceKind kind, RequestInfo info, CancellationToken cancellation)
    {
        if (context.Request.Method == HttpMethods.Put)
        {
            var (scale, duplicates) = await bodies.ReadAsync(context.Request, "Scale", cancellation);
            var replaced = _scales.Replace(
                kind,
                info.Namespace,
                info.Name,
                scale,
                context.Request.ParseWriteOptions("UpdateOptions") with
                {
                    StrictErrors = duplicates,
                }
            );
            await context.Response.WriteJsonAsync(StatusCodes.Status200OK, replaced);
            return;
        }
        var patch = PatchParser.Parse(kind, context.Request.MediaType(), await context.Request.ReadBodyAsync(cancellation));
        var options = context.Request.ParseWriteOptions("PatchOptions", isApply: patch.Type == PatchType.Apply);
        await context.Response.WriteJsonAsync(StatusCodes.Status200OK, _scales.Patch(kind, info.Namespace, info.Name, patch, options));
    }

    private async Task BindAsync(HttpContext context, RequestInfo info, CancellationToken cancellation)
    {
        var (binding, _) = await bodies.ReadAsync(context.Request, "Binding", cancellation);
        CheckName(binding, info, "Binding");
        BindingRules.Check(binding);
        _pods.Bind(info.Namespace, info.Name, binding, context.Request.ParseWriteOptions("CreateOptions"));
        await context.Response.WriteJsonAsync(StatusCodes.Status201Created, CreateSuccess());
    }

    private async Task EvictAsync(HttpContext context, RequestInfo info, CancellationToken cancellation)
    {
        var (eviction, _) = await bodies.ReadAsync(context.Request, "Eviction", cancellation);
        CheckName(eviction, info, "Eviction");

        var isDryRun = context.Request.ParseWriteOptions("CreateOptions").DryRun;
        var options = context.Request.ParseDeleteOptions(eviction.Map("deleteOptions") ?? []);
        var failure = _pods.Evict(info.Namespace, info.Name, options with { DryRun = isDryRun || options.DryRun });
        await context.Response.WriteJsonAsync(StatusCodes.Status201Created, failure ?? CreateSuccess());
    }

    /// <exception cref="StatusException">The object has another name than the pod, or none.</exception>
    private static void CheckName(JsonObject body, RequestInfo info, string kind)
    {
        if (body.Text("metadata", "name") != info.Name)
        {
            throw StatusException.BadRequest($"name in URL does not match name in {kind} object");
        }
    }

    private async Task IssueTokenAsync(HttpContext context, RequestInfo info, CancellationToken cancellation)
    {
        var (request, duplicates) = await bodies.ReadAsync(context.Request, "TokenRequest", cancellation);
        var options = context.Request.ParseWriteOptions("CreateOptions") with { StrictErrors = duplicates };
        var answer = _tokens.Answer(info.Namespace, info.Name, request, options);
        WarningHeaders.Add(context.Response, options.Warnings);
        await context.Response.WriteJsonAsync(StatusCodes.Status201Created, answer);
    }

    private static StatusException CreateNotImplemented(KubeObject pod, string subresource) =>
        new(
            StatusCodes.Status501NotImplemented,
            "NotImplemented",
            $"{subresource} is not supported: simulated pods run no program (pod {pod.Namespace}/{pod.Name})"
        );

    private static JsonObject CreateSuccess() =>
        new()
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["code"] = StatusCodes.Status201Created,
        };
}
