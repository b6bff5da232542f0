using Infra.Simulator.Api.Access;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Authenticates and authorizes requests.</summary>
internal sealed class AccessControl(Authentication authentication, Authorizer authorizer)
{
    private readonly Impersonation _impersonation = new(authorizer);

    /// <exception cref="StatusException">The credentials are not valid, or the user may not make the request.</exception>
    public void Check(HttpContext context)
    {
        var attributes = context.Request.ReadAttributes(authentication.Authenticate(context));
        if (ImpersonationHeaders.Read(context.Request.Headers) is { } wanted)
        {
            attributes = attributes with { User = _impersonation.Impersonate(attributes, wanted) };
        }

        authorizer.Check(attributes);
        context.SetUser(attributes.User);
    }
}
