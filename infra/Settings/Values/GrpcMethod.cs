using System.Diagnostics.CodeAnalysis;

namespace Infra.Backend.Settings.Values;

/// <summary>One method of a gRPC service, or all of them.</summary>
/// <param name="Service">The service with its package, such as <c>shop.Orders</c>.</param>
/// <param name="Method">The method; null for all methods.</param>
internal sealed record GrpcMethod(string Service, string? Method)
{
    /// <summary>Parses <c>/package.Service</c> and <c>/package.Service/Method</c>.</summary>
    public static bool TryParse(string path, [NotNullWhen(true)] out GrpcMethod? method)
    {
        var parts = path.Split('/');
        method =
            parts is ["", var service, ..] && service.Split('.').All(IsName)
                ? parts.Length switch
                {
                    2 => new GrpcMethod(service, null),
                    3 when parts[2].Length == 0 => new GrpcMethod(service, null),
                    3 when IsName(parts[2]) => new GrpcMethod(service, parts[2]),
                    _ => null,
                }
                : null;
        return method is not null;
    }

    private static bool IsName(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
