{{/* Whether the certificate comes from elsewhere. */}}
{{- define "synod.ownTls" -}}
{{- if or .Values.apiServer.tls.existingSecret .Values.apiServer.tls.certManagerIssuer.name -}}true{{- end -}}
{{- end }}

{{/* Secret with the certificate. */}}
{{- define "synod.tlsSecret" -}}
{{- .Values.apiServer.tls.existingSecret | default "synod-api-server-tls" -}}
{{- end }}

{{/* Names under which the API server is reached, as JSON. */}}
{{- define "synod.tlsNames" -}}
{{- $service := printf "synod-api-server.%s" .Release.Namespace -}}
{{- $pods := printf "*.synod-api-server-replicas.%s" .Release.Namespace -}}
{{- $server := regexReplaceAll "^https://|:[0-9]+$" .Values.endpoints.server "" -}}
{{- $names := list "synod-api-server" $service (printf "%s.svc" $service) (printf "%s.svc.%s" $service .Values.clusterDomain) (printf "%s.svc" $pods) (printf "%s.svc.%s" $pods .Values.clusterDomain) "localhost" -}}
{{- concat $names (compact (list $server)) .Values.apiServer.tls.extraNames | uniq | toJson -}}
{{- end }}

{{/*
The authority and the certificate that the chart makes, as JSON with ca, certificate and key.
Made once in a rendering, for two objects need the same; an upgrade finds them in the cluster.
*/}}
{{- define "synod.madeTls" -}}
{{- if not (hasKey .Values.apiServer.tls "made") -}}
{{- $present := lookup "v1" "Secret" .Release.Namespace "synod-api-server-tls" -}}
{{- if and $present (hasKey ($present.data | default dict) "ca.crt") -}}
{{- $_ := set .Values.apiServer.tls "made" (dict "ca" (index $present.data "ca.crt" | b64dec) "certificate" (index $present.data "tls.crt" | b64dec) "key" (index $present.data "tls.key" | b64dec)) -}}
{{- else -}}
{{- $authority := genCA "synod-api-server" 3650 -}}
{{- $certificate := genSignedCert "synod-api-server" (list "127.0.0.1") (include "synod.tlsNames" . | fromJsonArray) 3650 $authority -}}
{{- $_ := set .Values.apiServer.tls "made" (dict "ca" $authority.Cert "certificate" $certificate.Cert "key" $certificate.Key) -}}
{{- end -}}
{{- end -}}
{{- toJson .Values.apiServer.tls.made -}}
{{- end }}

{{/* PEM of the authority that clients trust. */}}
{{- define "synod.authority" -}}
{{- if include "synod.ownTls" . -}}
{{- required "Expected apiServer.tls.caCertificate, the PEM of the authority that clients trust, but it is empty" .Values.apiServer.tls.caCertificate | trim -}}
{{- else -}}
{{- (include "synod.madeTls" . | fromJson).ca | trim -}}
{{- end -}}
{{- end }}
