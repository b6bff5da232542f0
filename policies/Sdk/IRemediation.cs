using Infra.Policies.Sdk.Resources;
using Infra.Protocol.Values;

namespace Infra.Policies.Sdk;

/// <summary>A policy that can make a resource comply. Doing it twice changes nothing more.</summary>
internal interface IRemediation
{
    /// <summary>The properties to use instead; those given where nothing is to be done.</summary>
    PropertyMap Remediate(AnalyzedResource resource);
}
