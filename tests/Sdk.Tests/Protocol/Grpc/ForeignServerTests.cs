using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Grpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Sdk.Tests.Protocol.Grpc;

/// <summary>The client with responses that our server does not send.</summary>
public sealed class ForeignServerTests
{
    [Fact]
    public Task Call_TrailersOnly_HasTheStatusOfTheHeaders() => AssertFailsAsync(StatusCode.NotFound, "ö", context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "5";
            context.Response.Headers["grpc-message"] = "%C3%B6";
            return Task.CompletedTask;
        });

    [Fact]
    public Task Call_UndefinedStatus_IsUnknown() => AssertFailsAsync(StatusCode.Unknown, "", context =>
        {
            context.Response.ContentType = "application/grpc+proto";
            context.Response.AppendTrailer("grpc-status", "77");
            return Task.CompletedTask;
        });

    [Fact]
    public Task Call_FailureAfterAMessage_Fails() => AssertFailsAsync(StatusCode.DataLoss, "half", async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 0 });
            context.Response.AppendTrailer("grpc-status", "15");
            context.Response.AppendTrailer("grpc-message", "half");
        });

    [Fact]
    public Task Call_SuccessWithoutAMessage_IsInternal() => AssertFailsAsync(StatusCode.Internal, null, context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.AppendTrailer("grpc-status", "0");
            return Task.CompletedTask;
        });

    [Fact]
    public Task Call_NoStatus_IsInternal() => AssertFailsAsync(StatusCode.Internal, null, async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 0 });
        });

    [Theory]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    public Task Call_PlainHttpResponse_IsMappedByItsStatus(int httpStatus, StatusCode expected) =>
        AssertFailsAsync(expected, null, context =>
        {
            context.Response.StatusCode = httpStatus;
            return Task.CompletedTask;
        });

    [Fact]
    public Task Call_AnsweredWithAWebPage_IsUnknown() => AssertFailsAsync(StatusCode.Unknown, null, context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<html/>");
        });

    [Fact]
    public Task Call_StreamIsReset_IsMappedByTheErrorCode() => AssertFailsAsync(StatusCode.Cancelled, null, context =>
        {
            context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(0x8);
            return Task.CompletedTask;
        });

    [Fact]
    public async Task Call_HasTheHeadersThatServersRequire()
    {
        string[] demanded = [];
        await AssertFailsAsync(StatusCode.Unimplemented, null, context =>
        {
            var headers = context.Request.Headers;
            demanded =
            [
                context.Request.Method,
                context.Request.Protocol,
                context.Request.Path,
                $"{headers.TE}",
                $"{headers.ContentType}",
                $"{headers.ContentLength}",
            ];
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });

        Assert.Equal(["POST", "HTTP/2", "/test.Echo/Say", "trailers", "application/grpc", ""], demanded);
    }

    private static async Task AssertFailsAsync(StatusCode expected, string? expectedDetail, RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
                kestrel.Listen(System.Net.IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2)
            );
        await using var server = builder.Build();
        server.Run(answer);
        await server.StartAsync();
        var address = ((IApplicationBuilder)server).ServerFeatures.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        using var channel = new GrpcChannel(new Uri(address).Authority);

        var failure = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(EchoService.Say, new StringValue()));

        Assert.Equal(expected, failure.StatusCode);
        if (expectedDetail is not null)
        {
            Assert.Equal(expectedDetail, failure.Detail);
        }
    }
}
