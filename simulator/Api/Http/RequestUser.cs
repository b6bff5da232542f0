using Infra.Simulator.Api.Access;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>The user of a request: the one who sent it, or the one it acts as.</summary>
internal static class RequestUser
{
    public static void SetUser(this HttpContext context, UserInfo user) => context.Features.Set(user);

    /// <exception cref="InvalidOperationException">The request is not authenticated.</exception>
    public static UserInfo GetUser(this HttpContext context) =>
        context.Features.Get<UserInfo>() ?? throw new InvalidOperationException("The request is not authenticated.");
}
