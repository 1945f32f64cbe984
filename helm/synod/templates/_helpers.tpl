{{/*
Names are fixed: the kinds are the cluster's, so there is one installation in a cluster.
*/}}

{{/* Labels that select a component's pods. Takes (list $ COMPONENT). */}}
{{- define "synod.selector" -}}
app.kubernetes.io/name: synod
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{/* Labels of an object. Takes (list $ COMPONENT). */}}
{{- define "synod.labels" -}}
{{- $root := index . 0 -}}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" }}
{{ include "synod.selector" . }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: synod
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
{{- with $root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Labels of a component's pods. Takes (list $ COMPONENT VALUES). */}}
{{- define "synod.podLabels" -}}
{{ include "synod.selector" . }}
app.kubernetes.io/part-of: synod
{{- with (index . 0).Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- with (index . 2).podLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Reference of an image. Takes (list $ IMAGE); those of others have a tag in the values. */}}
{{- define "synod.image" -}}
{{- $root := index . 0 -}}
{{- $image := index . 1 -}}
{{- with coalesce $image.registry $root.Values.imageRegistry -}}{{ . }}/{{- end -}}
{{- $image.repository -}}
{{- if $image.digest -}}@{{ $image.digest }}{{- else -}}:{{ $image.tag | default $root.Chart.AppVersion }}{{- end -}}
{{- end }}

{{/* What the specifications of all pods begin with. Takes (list $ COMPONENT VALUES). */}}
{{- define "synod.pod" -}}
{{- $root := index . 0 -}}
{{- $values := index . 2 -}}
{{- with $root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with coalesce $values.priorityClassName $root.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  {{- with $root.Values.podSecurity.runAsUser }}
  runAsUser: {{ . | int64 }}
  runAsGroup: {{ . | int64 }}
  {{- end }}
  {{- with $root.Values.podSecurity.fsGroup }}
  fsGroup: {{ . | int64 }}
  fsGroupChangePolicy: OnRootMismatch
  {{- end }}
  seccompProfile:
    type: RuntimeDefault
topologySpreadConstraints:
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "synod.selector" (list $root (index $ 1)) | nindent 8 }}
  {{- end }}
{{- with $values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Security context of every container: what `restricted` asks for, and a file system that can't be written. */}}
{{- define "synod.container" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Probes of a Quarkus application. Takes (dict "port" NAME "scheme" SCHEME). */}}
{{- define "synod.probes" -}}
startupProbe:
  httpGet:
    path: /q/health/started
    port: {{ .port }}
    scheme: {{ .scheme }}
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 60
readinessProbe:
  httpGet:
    path: /q/health/ready
    port: {{ .port }}
    scheme: {{ .scheme }}
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 2
livenessProbe:
  httpGet:
    path: /q/health/live
    port: {{ .port }}
    scheme: {{ .scheme }}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- end }}

{{/* What a process needs to call the API server: its variables. */}}
{{- define "synod.clientEnv" -}}
- name: SYNOD_SERVER
  value: {{ include "synod.server" . }}
- name: SYNOD_CA_FILE
  value: /etc/synod/endpoints/ca.crt
- name: SYNOD_TOKEN_FILE
  value: /var/run/secrets/synod/token
{{- end }}

{{/* The same: its mounts. */}}
{{- define "synod.clientMounts" -}}
- name: endpoints
  mountPath: /etc/synod/endpoints
  readOnly: true
- name: token
  mountPath: /var/run/secrets/synod
  readOnly: true
{{- end }}

{{/* The same: its volumes. The token is of the service account, for the API server alone. */}}
{{- define "synod.clientVolumes" -}}
- name: endpoints
  configMap:
    name: synod-endpoints
- name: token
  projected:
    sources:
      - serviceAccountToken:
          path: token
          audience: synod-api
          expirationSeconds: 7200
{{- end }}

{{/* The API server's URL within the cluster. */}}
{{- define "synod.server" -}}
https://synod-api-server.{{ .Release.Namespace }}.svc:{{ .Values.apiServer.service.port }}
{{- end }}

{{/* Issuer of people's and agents' tokens. */}}
{{- define "synod.issuer" -}}
{{- .Values.keycloak.issuer | default (include "synod.realmUrl" .) -}}
{{- end }}

{{/* URL of the realm, as pods reach it. */}}
{{- define "synod.realmUrl" -}}
{{- required "Expected keycloak.url, the base URL of Keycloak without a realm, but it is empty" .Values.keycloak.url | trimSuffix "/" -}}
/realms/{{ .Values.keycloak.realm }}
{{- end }}

{{/* Secret with the operator's client secret of Keycloak. */}}
{{- define "synod.operatorClientSecret" -}}
{{- if .Values.realmBootstrap.enabled -}}
{{- .Values.keycloak.operatorClient.existingSecret | default "synod-operator-keycloak" -}}
{{- else -}}
{{- required "Expected keycloak.operatorClient.existingSecret, the Secret with the operator's client-secret in Keycloak, for realmBootstrap.enabled is false and nobody would tell Keycloak of one that the chart makes; but it is empty" .Values.keycloak.operatorClient.existingSecret -}}
{{- end -}}
{{- end }}

{{/* The port of a URL. Takes (dict "url" URL "chosen" PORT "standard" PORT). */}}
{{- define "synod.port" -}}
{{- $host := (regexReplaceAll "^(jdbc:)?[a-z]+://([^/?]*).*$" .url "${2}") -}}
{{- $port := regexFind "[0-9]+$" (regexFind ":[0-9]+$" $host) -}}
{{- .chosen | default $port | default .standard -}}
{{- end }}
