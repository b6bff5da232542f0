using Infra.Simulator.Objects;

namespace Infra.Simulator.Api;

/// <summary>Issues the tokens of Secrets.</summary>
internal interface ITokenIssuer
{
    /// <summary>Issues the token of a Secret of type <c>kubernetes.io/service-account-token</c>.</summary>
    string IssueSecretToken(KubeObject account, string secret);
}
